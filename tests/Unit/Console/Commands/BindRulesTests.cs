using Rtm.Console.Commands;
using Rtm.Docker;
using Rtm.Tests.Support;
using Xunit;

namespace Rtm.Unit.Tests.Console.Commands;

/// <summary>The ways around a list of allowed folders.</summary>
public sealed class BindRulesTests : IDisposable
{
    private static readonly Uri Local = new("unix:///var/run/docker.sock");

    private readonly TempFolder _folder = new();

    public BindRulesTests()
    {
        Directory.CreateDirectory(_folder.PathOf("games/one"));
        Directory.CreateDirectory(_folder.PathOf("games-private"));
        Directory.CreateDirectory(_folder.PathOf("data/engine"));
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Check_FolderBelowAnAllowedOne_Passes()
    {
        var (mount, fault) = Check("games/one");

        Assert.Equal((_folder.PathOf("games/one"), null), (mount.HostPath, fault));
    }

    [Fact]
    public void Check_LinkOutOfTheAllowedFolder_IsRefused()
    {
        Directory.CreateSymbolicLink(_folder.PathOf("games/etc"), "/etc");

        Assert.Contains("/etc", Check("games/etc").Fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_LinkOnTheWay_IsRefused()
    {
        Directory.CreateSymbolicLink(_folder.PathOf("games/up"), "..");

        Assert.Contains("is not below an allowed path", Check("games/up/games-private").Fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_LinkInsideTheAllowedFolder_IsSentAsWhatItIs()
    {
        Directory.CreateSymbolicLink(_folder.PathOf("games/current"), "one");

        Assert.Equal((_folder.PathOf("games/one"), null), (Check("games/current").Mount.HostPath, Check("games/current").Fault));
    }

    [Fact]
    public void Check_LinkInACircle_IsRefused()
    {
        Directory.CreateSymbolicLink(_folder.PathOf("games/a"), "b");
        Directory.CreateSymbolicLink(_folder.PathOf("games/b"), "a");

        Assert.NotNull(Check("games/a").Fault);
    }

    [Fact]
    public void Check_NameThatOnlyBeginsLikeAnAllowedOne_IsRefused() => Assert.NotNull(Check("games-private").Fault);

    [Fact]
    public void Check_ThereAndBackAgain_IsRefused() => Assert.NotNull(Check("games/../games-private").Fault);

    [Fact]
    public void Check_WhatDoesNotExist_IsRefused() => Assert.Contains("does not exist", Check("games/none").Fault, StringComparison.Ordinal);

    [Fact]
    public void Check_TheEnginesOwnData_IsRefusedWhateverIsAllowed() =>
        Assert.Contains("the engine's own data", Rules("data").Check(new(_folder.PathOf("data"), "/x", true), Local, _folder.PathOf("data/engine")).Fault, StringComparison.Ordinal);

    [Fact]
    public void Check_FolderOfTheSocket_IsRefusedWhateverIsAllowed() =>
        Assert.Contains("the engine's socket", Rules("data").Check(new(_folder.PathOf("data"), "/x", true), new($"unix://{_folder.PathOf("data/docker.sock")}"), "").Fault, StringComparison.Ordinal);

    [Fact]
    public void Check_EngineElsewhere_IsRefused() =>
        Assert.NotNull(Rules("games").Check(new(_folder.PathOf("games/one"), "/x", true), new("tcp://10.0.0.1:2376"), "").Fault);

    [Theory]
    [InlineData("/")]
    [InlineData("/etc")]
    [InlineData("/etc/ssh")]
    [InlineData("/proc")]
    [InlineData("/sys/fs")]
    [InlineData("/var/run/docker.sock")]
    [InlineData("/run")]
    [InlineData("/var/lib/docker/volumes")]
    public void Forbidden_WhatRulesTheHost_IsNamed(string path) => Assert.NotNull(BindRules.Forbidden(path));

    private (BindMount Mount, string? Fault) Check(string path) => Rules("games").Check(new(_folder.PathOf(path), "/data", true), Local, "/var/lib/docker");

    private BindRules Rules(string allowed) => new(new() { BindPaths = [_folder.PathOf(allowed)] });
}
