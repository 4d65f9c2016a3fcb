using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Rtm.Console.History.Audit;

/// <summary>A row of the audit as it is stored. Times are microseconds since 1970-01-01T00:00:00Z.</summary>
internal sealed class StoredAudit
{
    /// <summary>1, 2, 3 …: a number that is missing is a row that is missing.</summary>
    public long Sequence { get; set; }

    public string ActionId { get; set; } = "";

    public string Kind { get; set; } = "";

    public string Action { get; set; } = "";

    public long AskedAt { get; set; }

    public long At { get; set; }

    public string Subject { get; set; } = "";

    public string Name { get; set; } = "";

    public string Role { get; set; } = "";

    public string Engine { get; set; } = "";

    public string ContainerId { get; set; } = "";

    public string Target { get; set; } = "";

    public string Request { get; set; } = "";

    public string RequestHash { get; set; } = "";

    public int? GraceSeconds { get; set; }

    public string Reason { get; set; } = "";

    public string? Result { get; set; }

    public string Words { get; set; } = "";

    public string Events { get; set; } = "";

    /// <summary>Which console wrote it.</summary>
    public string Console { get; set; } = "";

    /// <summary>The hash of the row before, in hex; empty for the first.</summary>
    public string Previous { get; set; } = "";

    /// <summary>SHA-256 over everything above, in hex.</summary>
    public string Hash { get; set; } = "";

    /// <summary>What <see cref="Hash"/> must be. Each field goes in with its length, so that no text can pass for two.</summary>
    public string ComputeHash()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        string?[] fields =
        [
            Text(Sequence), ActionId, Kind, Action, Text(AskedAt), Text(At), Subject, Name, Role, Engine, ContainerId, Target, Request, RequestHash,
            GraceSeconds is { } grace ? Text(grace) : null, Reason, Result, Words, Events, Console, Previous,
        ];
        foreach (var field in fields)
        {
            var bytes = Encoding.UTF8.GetBytes(field ?? "");
            hash.AppendData(Encoding.ASCII.GetBytes(field is null ? "-;" : $"{Text(bytes.Length)};"));
            hash.AppendData(bytes);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}

/// <summary>The end of the chain: without it, rows cut off at the end would not be missed.</summary>
internal sealed class StoredHead
{
    public const int Only = 1;

    public int Id { get; set; }

    public long Sequence { get; set; }

    public string Hash { get; set; } = "";
}
