using System.Security.Claims;
using Rtm.Console.Inspection;
using Rtm.Console.Relay;
using Rtm.Console.Security;

namespace Rtm.Console.Components.Commands;

/// <summary>A form filled from a container that exists.</summary>
public sealed partial class RunDraft
{
    /// <summary>Whether it was filled from a container.</summary>
    public bool IsCopy { get; private set; }

    /// <summary>What the container has and a new one will not have.</summary>
    public IReadOnlyList<string> LeftBehind { get; private set; } = [];

    /// <summary>Limits that every container has here and the original has not.</summary>
    public IReadOnlyList<string> Unlimited { get; private set; } = [];

    /// <summary>Fills it from a container: its environment's values are shown, and that is written down.</summary>
    /// <returns>Why it could not be copied, in words; empty where it was.</returns>
    internal async Task<string> CopyAsync(SecretDesk secrets, ClaimsPrincipal person, BoardContainer like, bool withName, CancellationToken ct)
    {
        try
        {
            var copy = await secrets.CopyAsync(person, like.Engine, like.Id, ct);
            Fill(withName ? copy.Spec : copy.Spec with { Name = Name });
            (IsCopy, LeftBehind) = (true, copy.LeftBehind);
            Unlimited = [.. Limits.Where(limit => !IsTouched(limit.Field)).Select(limit => limit.Name)];
            return "";
        }
        catch (Exception ex) when (ex is DeskException or UnauthorizedAccessException or RevealNotRecordedException)
        {
            return $"It could not be copied: {ex.Message}";
        }
    }
}
