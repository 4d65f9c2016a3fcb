using System.Diagnostics;
using System.Security.Claims;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Logging.Abstractions;
using Rtm.Console.Configuration;
using Rtm.Console.Security;

namespace Rtm.Bench;

/// <summary>What every call of an open page pays for its session to be looked at: the filter itself, among a thousand sessions.</summary>
internal static class SessionCost
{
    private const int Sessions = 1000;
    private const int Calls = 200_000;
    private const int Rounds = 15;

    public static async Task MeasureAsync(BenchRun run, string name)
    {
        var limits = new SessionLimits();
        var registry = new SessionRegistry(limits, TimeProvider.System);
        var callers = Enumerable.Range(0, Sessions).Select(n => Call(registry.Start(RecordOf(n)).Session.Principal)).ToArray();
        var filter = new SessionHubFilter(registry, new DoorOptions([], new(), new("", null), limits), NullLogger<SessionHubFilter>.Instance);
        var (checkedCalls, bare) = (new List<double>(), new List<double>());
        for (var round = 0; round < Rounds; round++)
        {
            checkedCalls.Add(await TimeAsync(callers, call => filter.InvokeMethodAsync(call, Next)));
            bare.Add(await TimeAsync(callers, Next));
        }

        run.Found(name, $"the session's check of one call, {Sessions:N0} sessions p50", checkedCalls.Percentile(50) - bare.Percentile(50), "ns");
    }

    private static ValueTask<object?> Next(HubInvocationContext call) => ValueTask.FromResult<object?>(null);

    private static async Task<double> TimeAsync(HubInvocationContext[] calls, Func<HubInvocationContext, ValueTask<object?>> invoke)
    {
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < Calls; i++)
            await invoke(calls[i % calls.Length]);
        return Stopwatch.GetElapsedTime(start).TotalNanoseconds / Calls;
    }

    private static HubInvocationContext Call(ClaimsPrincipal person) => new(
        new Caller(person), EmptyServices.Instance, new Page(), typeof(Hub).GetMethod(nameof(Hub.OnConnectedAsync))!, []);

    private static SessionRecord RecordOf(int number)
    {
        var now = TimeProvider.System.GetUtcNow();
        return new() { Id = "", Subject = $"sub-{number}", Name = $"Person {number}", Roles = [Roles.Operator], From = "127.0.0.1", SignedInAt = now, LastAct = now };
    }

    private sealed class Page : Hub;

    private sealed class EmptyServices : IServiceProvider
    {
        public static EmptyServices Instance { get; } = new();

        public object? GetService(Type serviceType) => null;
    }

    private sealed class Caller(ClaimsPrincipal person) : HubCallerContext
    {
        public override string ConnectionId => "bench";

        public override string? UserIdentifier => null;

        public override ClaimsPrincipal? User => person;

        public override IDictionary<object, object?> Items { get; } = new Dictionary<object, object?>();

        public override IFeatureCollection Features { get; } = new FeatureCollection();

        public override CancellationToken ConnectionAborted => default;

        public override void Abort()
        {
        }
    }
}
