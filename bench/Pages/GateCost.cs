using System.Diagnostics;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Rtm.Console;
using Rtm.Console.Commands;
using Rtm.Console.Relay;
using Rtm.Tests.Support;

namespace Rtm.Bench;

/// <summary>
/// A stop through the gate, until the engine's own event has proved it, in turns with the bare call for it. Both over the same socket to the same
/// real engine, the gate in this process with its audit in SQLite.
/// </summary>
internal sealed class GateCost(BenchRun run, string name)
{
    private const string Image = "rtm-gate:1";
    private const string EngineName = "bench";
    private const int Containers = 10;
    private const int Rounds = 6;
    private const int Parts = 50;

    // A shell as the first process hears SIGTERM only where it says so.
    private const string Heeds = "trap 'exit 0' TERM; /bin/busybox sleep 3600 & wait";

    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(1);

    public async Task MeasureAsync(CancellationToken ct)
    {
        using var raw = new RawEngine(run.Endpoint);
        using var folder = new TempFolder();
        await BusyboxImage.ImportAsync(raw, Image, ct, Heeds);
        var ids = new List<string>();
        try
        {
            for (var i = 0; i < Containers; i++)
                ids.Add(await CreateAsync(raw, i, ct));
            await using var console = await StartAsync(folder, ids.Count, ct);
            await MeasureAsync(console, raw, ids, ct);
            await console.StopAsync(ct);
        }
        finally
        {
            foreach (var id in ids)
                await raw.DeleteAsync($"containers/{id}?force=1", CancellationToken.None);
            await raw.DeleteAsync($"images/{Image}?force=1", CancellationToken.None);
        }
    }

    private async Task MeasureAsync(WebApplication console, RawEngine raw, List<string> ids, CancellationToken ct)
    {
        var desk = console.Services.GetRequiredService<ICommandDesk>();
        var (bare, gate, accepted) = (new Samples(), new Samples(), new Samples());
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var id in ids)
                await raw.PostAsync($"containers/{id}/start", content: null, ct);
            await Task.Delay(Settled, ct);
            for (var i = 0; i < ids.Count; i++)
            {
                var id = ids[i];
                // The first round compiles it all; whoever goes first finds another machine: change places each round.
                if ((i + round) % 2 == 0)
                    await StopAsync(desk, id, round == 0 ? new() : gate, round == 0 ? new() : accepted, ct);
                else
                    await (round == 0 ? new() : bare).MeasureAsync(() => raw.PostAsync($"containers/{id}/stop?t=10", content: null, ct));
            }
        }

        var inspect = await InspectAsync(console, ids, ct);
        var rows = await TwoRowsAsync(console, ct);
        run.Found(name, $"stop, bare call p50 (of {bare.Count})", bare.Median, "ms");
        run.Found(name, $"stop through the gate, until it is proved p50 (of {gate.Count})", gate.Median, "ms");
        run.Found(name, "the gate adds, p50", gate.Median - bare.Median, "ms");
        run.Found(name, "through the gate / bare, p50", gate.Median / bare.Median, "");
        run.Found(name, "in it: until the engine is asked (checks, inspect, intent) p50", accepted.Median, "ms");
        run.Found(name, "in it: the fresh inspect p50", inspect.Median, "ms");
        run.Found(name, "in it: two rows of the audit (SQLite) p50", rows.Median, "ms");
    }

    private static async Task StopAsync(ICommandDesk desk, string id, Samples gate, Samples accepted, CancellationToken ct)
    {
        var start = Stopwatch.GetTimestamp();
        var ticket = desk.Submit(Persons.Operator, new StopCommand
        {
            ActionId = ActionId.New(TimeProvider.System),
            Engine = EngineName,
            ContainerId = id,
            Seen = new() { Id = id, State = "running" },
            Grace = TimeSpan.FromSeconds(10),
            Reason = "measured",
        });
        await ticket.Answered.WaitAsync(ct);
        accepted.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        var outcome = await ticket.Finished.WaitAsync(ct);
        gate.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        if (outcome.Result != CommandResult.Done)
            throw new InvalidOperationException($"A stop ended as {outcome.Result}: {outcome.Words}");
    }

    private static async Task<Samples> InspectAsync(WebApplication console, List<string> ids, CancellationToken ct)
    {
        var engine = console.Services.GetRequiredService<EngineRegistry>().Engines[0];
        var samples = new Samples();
        for (var i = 0; i < Parts; i++)
            await samples.MeasureAsync(() => engine.InspectContainerAsync(ids[i % ids.Count], ct));
        return samples;
    }

    private static async Task<Samples> TwoRowsAsync(WebApplication console, CancellationToken ct)
    {
        var ledger = console.Services.GetRequiredService<IAuditLedger>();
        var samples = new Samples();
        for (var i = 0; i < Parts; i++)
        {
            var now = TimeProvider.System.GetUtcNow();
            var intent = new AuditRow
            {
                ActionId = ActionId.New(TimeProvider.System),
                Kind = AuditKind.Intent,
                Action = CommandAction.Stop,
                AskedAt = now,
                At = now,
                Actor = Actor.Of(Persons.Operator),
                Engine = EngineName,
            };
            await samples.MeasureAsync(async () =>
            {
                await ledger.AppendAsync(intent, ct);
                await ledger.AppendAsync(intent with { Kind = AuditKind.Outcome, Result = CommandResult.Done }, ct);
            });
        }

        return samples;
    }

    private static async Task<string> CreateAsync(RawEngine raw, int number, CancellationToken ct)
    {
        var answer = await raw.PostJsonAsync(
            $"containers/create?name=rtm-gate-{number}",
            $$"""{"Image":"{{Image}}","Labels":{"com.galaxy.owner":"bench"},"HostConfig":{"NetworkMode":"none"} }""", ct);
        using var json = JsonDocument.Parse(answer);
        return json.RootElement.GetProperty("Id").GetString()!;
    }

    private async Task<WebApplication> StartAsync(TempFolder folder, int containers, CancellationToken ct)
    {
        // Nobody signs in here: what asks stands behind the sign-in.
        var console = ConsoleHost.Build(
            [
                "--environment", "Development", "--urls", FreePort.Address().AbsoluteUri, $"--Rtm:SignIn:Authority={FreePort.Address()}", "--Rtm:SignIn:ClientId=rtm-console",
                $"--Rtm:History:File={folder.PathOf("history.db")}", "--Rtm:Commands:PerMinute=10000",
                $"--Rtm:Engines:0:Name={EngineName}", $"--Rtm:Engines:0:Endpoint={run.Endpoint}",
            ],
            builder =>
            {
                builder.Logging.ClearProviders();
                builder.Services.AddDataProtection().UseEphemeralDataProtectionProvider();
            });
        await console.StartAsync(ct);
        var board = console.Services.GetRequiredService<BoardDirectory>().Boards[0];
        await Eventually.TrueAsync(
            "a live board", () => board.Current.Connection.Phase == ConnectionPhase.Live && board.Current.Containers.Count == containers, ct, TimeSpan.FromSeconds(60));
        return console;
    }
}
