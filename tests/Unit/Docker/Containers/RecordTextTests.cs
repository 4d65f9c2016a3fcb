using Rtm.Docker;
using Xunit;

namespace Rtm.Unit.Tests.Docker;

/// <summary>What a log line or an assertion prints of a record holds no secret.</summary>
public class RecordTextTests
{
    private const string Secret = "hunter2";

    private static readonly RunSpec Spec = EngineSays.Spec with
    {
        Env = new Dictionary<string, string> { ["PASSWORD"] = Secret },
        Cmd = ["--password", Secret],
        Labels = new Dictionary<string, string> { ["note"] = Secret },
        Hostname = Secret,
    };

    [Fact]
    public void Text_ContainerDetails_IsIdAndName() => Assert.Equal(
        $"ContainerDetails {{ Id = {EngineSays.Id}, Name = game-1 }}",
        new ContainerDetails { Id = EngineSays.Id, Name = "game-1", Env = [$"PASSWORD={Secret}"], Error = Secret, WorkingDirectory = Secret, RawJson = Secret }.ToString());

    [Fact]
    public void Text_RunSpec_IsNameAndImage() =>
        Assert.Equal("RunSpec { Name = game-1, Image = registry.example:5000/game/engine:1.4 }", Spec.ToString());

    [Fact]
    public void Text_CreateRequest_IsMethodAndPath()
    {
        using var engine = DockerEngine.Connect(new DockerEngineOptions());

        var request = engine.PreviewRun(Spec);

        Assert.Contains(Secret, request.Json, StringComparison.Ordinal);
        Assert.Equal("CreateRequest { Method = POST, Path = /containers/create?name=game-1 }", request.ToString());
    }
}
