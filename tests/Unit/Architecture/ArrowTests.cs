using System.Reflection;
using Rtm.Docker;
using Rtm.Unit.Tests.Architecture.Violations;
using Rtm.Unit.Tests.Architecture.Violations.Components;
using Xunit;

namespace Rtm.Unit.Tests.Architecture;

/// <summary>Holds the arrows of the design: a test fails when one is turned round. Beside each rule stands the proof that it can fail.</summary>
public class ArrowTests
{
    private const string ClientLibrary = "Docker.DotNet";
    private const string WebFramework = "Microsoft.AspNetCore";
    private const string DevelopmentProvider = "Rtm.DevIdp";

    private static readonly Assembly Port = typeof(IDockerEngine).Assembly;
    private static readonly Assembly Console = Assembly.Load("Rtm.Console");
    private static readonly Assembly Tests = typeof(ArrowTests).Assembly;

    [Fact]
    public void RtmDocker_PublicSignatures_NameNoClientLibraryType() => Assert.Empty(Rules.LeaksOf(Port.GetExportedTypes(), ClientLibrary));

    [Fact]
    public void PublicSignatures_TypeThatLeaks_IsFound() =>
        Assert.Equal(["LeaksTheClientLibrary.ClientsAsync names Docker.DotNet.DockerClient"], Rules.LeaksOf([typeof(LeaksTheClientLibrary)], ClientLibrary));

    [Fact]
    public void RtmDocker_References_HaveNoWebFramework() => Assert.Empty(Port.ReferencesTo(WebFramework));

    [Fact]
    public void RtmConsole_References_HaveNoClientLibrary() => Assert.Empty(Console.ReferencesTo(ClientLibrary));

    [Fact]
    public void RtmConsole_References_HaveNoDevelopmentProvider() => Assert.Empty(Console.ReferencesTo(DevelopmentProvider));

    /// <summary>A project reference that no code uses is not in the metadata, but it would be published.</summary>
    [Fact]
    public void RtmConsole_Dependencies_HaveNoDevelopmentProvider()
    {
        var dependencies = File.ReadAllText(Path.ChangeExtension(Console.Location, ".deps.json"));

        Assert.Contains("Rtm.Docker/", dependencies, StringComparison.Ordinal);
        Assert.DoesNotContain(DevelopmentProvider, dependencies, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Rtm.Console", WebFramework)]
    [InlineData("Rtm.Unit.Tests", ClientLibrary)]
    [InlineData("Rtm.Unit.Tests", "Rtm.")]
    public void References_AssemblyThatHasThem_AreFound(string assembly, string prefix) =>
        Assert.NotEmpty(Assembly.Load(assembly).ReferencesTo(prefix));

    [Fact]
    public void Components_WhatTheyUse_IsNeitherOperatorNorStoreNorEvents() =>
        Assert.Empty(Rules.ComponentsThatReachTooFar(Console.GetTypes().InNamespace("Rtm.Console.Components")));

    [Fact]
    public void Components_ThatReachTooFar_AreFoundHoweverTheyDoIt()
    {
        var samples = Tests.GetTypes().InNamespace("Rtm.Unit.Tests.Architecture.Violations.Components").ToArray();
        Assert.Contains(typeof(Reads), samples);

        Assert.Equal(
            [
                "CallsThroughAnotherType uses IImageStore",
                "InjectsTheOperator uses IContainerOperator",
                "ResolvesTheEngineInALambda uses IContainerOperator",
                "ResolvesTheEngineInALambda uses IDockerEngine",
            ],
            Rules.ComponentsThatReachTooFar(samples).Order(StringComparer.Ordinal));
    }
}
