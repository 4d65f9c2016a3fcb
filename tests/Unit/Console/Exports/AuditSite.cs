using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;
using Rtm.Console.Commands;
using Rtm.Console.History.Audit;
using Rtm.Tests.Support;
using Rtm.Unit.Tests.Console.Security;
using Xunit;

namespace Rtm.Unit.Tests.Console.Exports;

/// <summary>A console whose store has more rows than a page of the export, and can fail.</summary>
public sealed class AuditSite : IAsyncLifetime
{
    /// <summary>The reader asks the store for 500 at once.</summary>
    public const int Rows = 510;

    /// <summary>The newest row: every text a person or an engine gave it would do something in a spreadsheet or a terminal.</summary>
    public static AuditRow Formula { get; } = Row(Rows) with
    {
        Actor = new("sub-eve", "=cmd|' /C calc'!A0", "operator"),
        Target = "@SUM(1,2)",
        Reason = "+1+1",
        Words = "-2",
        Request = "\u001b[2J\u202e\0",
    };

    private int? _failAfter;

    public RunningConsole Console { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Console = await RunningConsole.StartAsync(configure: builder => builder.Services.AddSingleton<IAuditReader>(
            provider => new Breakable(ActivatorUtilities.CreateInstance<AuditReader>(provider), this)));
        var ledger = Console.App.Services.GetRequiredService<IAuditLedger>();
        for (var i = 1; i < Rows; i++)
            await ledger.AppendAsync(Row(i), TestContext.Current.CancellationToken);
        await ledger.AppendAsync(Formula, TestContext.Current.CancellationToken);
    }

    public ValueTask DisposeAsync() => Console.DisposeAsync();

    /// <summary>The store fails after so many rows, until this is disposed of.</summary>
    public IDisposable FailAfter(int rows)
    {
        _failAfter = rows;
        return new Healing(this);
    }

    // The last but one alone is a restart that failed.
    private static AuditRow Row(int number) => new()
    {
        ActionId = ActionId.New(TimeProvider.System),
        Kind = AuditKind.Intent,
        Action = number >= Rows - 1 ? CommandAction.Restart : CommandAction.Stop,
        AskedAt = DateTimeOffset.UnixEpoch,
        At = DateTimeOffset.UnixEpoch.AddSeconds(number),
        Actor = Actor.Of(Persons.Operator),
        Engine = "local",
        ContainerId = SampleContainers.IdOf(1),
        Target = $"game-{number}",
        Result = number == Rows - 1 ? CommandResult.Failed : null,
        Reason = number >= Rows - 9 ? "plain" : "other",
    };

    private sealed class Healing(AuditSite site) : IDisposable
    {
        public void Dispose() => site._failAfter = null;
    }

    private sealed class Breakable(AuditReader real, AuditSite site) : IAuditReader
    {
        public Task<IReadOnlyList<AuditEntry>> ReadBeforeAsync(AuditFilter filter, long? before, int most, CancellationToken ct) => real.ReadBeforeAsync(filter, before, most, ct);

        public async IAsyncEnumerable<AuditEntry> ExportAsync(AuditFilter filter, [EnumeratorCancellation] CancellationToken ct)
        {
            var told = 0;
            await foreach (var entry in real.ExportAsync(filter, ct))
            {
                if (told++ == site._failAfter)
                    throw new AuditUnavailableException("the disk is gone");
                yield return entry;
            }
        }

        public Task<IReadOnlyList<AuditEntry>> OpenIntentsAsync(CancellationToken ct) => Task.FromResult<IReadOnlyList<AuditEntry>>([]);

        public Task<AuditCheck> CheckAsync(CancellationToken ct) => real.CheckAsync(ct);
    }
}
