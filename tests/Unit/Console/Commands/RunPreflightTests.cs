using Microsoft.Extensions.Time.Testing;
using Rtm.Console.Commands;
using Rtm.Console.Relay;
using Rtm.Docker;
using Rtm.Tests.Support;
using Xunit;

namespace Rtm.Unit.Tests.Console.Commands;

/// <summary>What stands against a run before the relay has read anything.</summary>
public sealed class RunPreflightTests : IDisposable
{
    private static readonly Actor Oli = Actor.Of(Persons.Operator);

    private readonly FakeEngine _engine = new("local", new FakeTimeProvider());
    private readonly TempFolder _folder = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _folder.Dispose();
        _engine.Dispose();
    }

    [Fact]
    public async Task Look_HostNotReadYet_AsksTheEngineForItsSize()
    {
        var found = await LookAsync(RunSamples.Spec with { CpuQuota = 5 });

        Assert.Contains(new("CpuQuota", "the host has 4 CPUs"), found.Faults);
    }

    [Fact]
    public async Task Look_FolderInTheEnginesDataBeforeTheFirstReading_IsRefused()
    {
        Directory.CreateDirectory(_folder.PathOf("data"));
        _engine.Info = _engine.Info with { DataRoot = BindRules.RealPath(_folder.PathOf("data"))! };

        var found = await LookAsync(RunSamples.Spec with { BindMounts = [new(_folder.PathOf("data"), "/x", true)] });

        Assert.Contains(found.Faults, f => f.Field == "BindMounts[0].HostPath" && f.Message.EndsWith("holds the engine's own data", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Look_EngineThatCannotBeAsked_IsNoVerdict()
    {
        _engine.GoDown();

        await Assert.ThrowsAsync<EngineUnreachableException>(() => LookAsync(RunSamples.Spec));
    }

    private Task<RunFindings> LookAsync(RunSpec spec)
    {
        var registry = new EngineRegistry([_engine]);
        var desk = new EngineDesks(registry, new BoardDirectory(registry, new(), new FakeTimeProvider(), new FakeArchive())).Find("local")!;
        var options = RunSamples.Allowed with { BindPaths = [_folder.PathOf("")] };
        var scope = new OwnerScope(new());
        return new RunPreflight(new(options, scope), scope).LookAsync(desk, spec, null, Oli, Ct);
    }
}
