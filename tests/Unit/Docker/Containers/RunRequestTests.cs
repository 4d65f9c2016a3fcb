using System.Text.Json;
using CsCheck;
using Rtm.Docker;
using Rtm.Tests.Support;
using Xunit;

namespace Rtm.Unit.Tests.Docker;

/// <summary>The positive schema: what is previewed is what is sent, and nothing else can be.</summary>
public class RunRequestTests
{
    private static readonly HashSet<string> Allowed =
    [
        "Image", "Hostname", "Env", "Env[]", "Labels", "Labels.*", "Cmd", "Cmd[]",
        "HostConfig", "HostConfig.Binds", "HostConfig.Binds[]", "HostConfig.LogConfig", "HostConfig.LogConfig.Type", "HostConfig.LogConfig.Config",
        "HostConfig.LogConfig.Config.*", "HostConfig.NanoCpus", "HostConfig.Memory", "HostConfig.PidsLimit",
        "NetworkingConfig", "NetworkingConfig.EndpointsConfig", "NetworkingConfig.EndpointsConfig.*",
        "NetworkingConfig.EndpointsConfig.*.Aliases", "NetworkingConfig.EndpointsConfig.*.Aliases[]",
    ];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Run_FullSpec_SendsExactlyThis()
    {
        await using var stubbed = Runnable(options => options with { LogDriver = "local", LogOptions = "max-size=10m, max-file=3,,=x,y" });

        await stubbed.Engine.RunAsync(
            EngineSays.Spec with
            {
                Env = new Dictionary<string, string> { ["B"] = "2=3", ["A"] = "é" },
                Labels = new Dictionary<string, string> { ["z"] = "1", ["a"] = "2" },
                Cmd = ["serve", "--x=\"y\""],
                BindMounts = [new("/srv/a", "/a", true), new("/srv/b", "/b", false)],
            },
            Ct);

        var create = stubbed.Stub.Requests[0];
        Assert.Equal("POST /containers/create?name=game-1", create.ToString());
        Assert.Equal("application/json; charset=utf-8", create.Headers["content-type"]);
        Assert.Equal(
            """{"Image":"registry.example:5000/game/engine:1.4","Hostname":"game-1","Env":["A=é","B=2=3"],"Labels":{"a":"2","z":"1"},"Cmd":["serve","--x=\"y\""],"HostConfig":"""
            + """{"Binds":["/srv/a:/a:ro","/srv/b:/b"],"LogConfig":{"Type":"local","Config":{"max-size":"10m","max-file":"3"}},"NanoCpus":1500000000,"Memory":"""
            + """536870912,"PidsLimit":100},"NetworkingConfig":{"EndpointsConfig":{"games":{"Aliases":["game-1"]}}}}""",
            create.Body);
    }

    [Fact]
    public async Task Run_SmallestSpec_SendsNothingThatWasNotGiven()
    {
        await using var stubbed = Runnable();

        await stubbed.Engine.RunAsync(EngineSays.Spec, Ct);

        Assert.Equal(
            """{"Image":"registry.example:5000/game/engine:1.4","Hostname":"game-1","HostConfig":{"LogConfig":{"Type":"json-file","Config":{}},"NanoCpus":1500000000,"Memory":"""
            + """536870912,"PidsLimit":100},"NetworkingConfig":{"EndpointsConfig":{"games":{"Aliases":["game-1"]}}}}""",
            stubbed.Stub.Requests[0].Body);
    }

    [Fact]
    public async Task Run_AnySpec_SendsThePreviewToTheByte()
    {
        await using var stubbed = Runnable();
        await RunSamples.Specs.SampleAsync(async spec =>
        {
            var preview = stubbed.Engine.PreviewRun(spec);

            await stubbed.Engine.RunAsync(spec, Ct);

            var sent = stubbed.Stub.Requests[^2];
            Assert.Equal((preview.Method, preview.Path, preview.Json), (sent.Method, sent.Target, sent.Body));
        }, iter: 200, threads: 1);
    }

    [Fact]
    public async Task Run_SpecChangedAfterThePreview_SendsThePreview()
    {
        await using var stubbed = Runnable();
        var env = new Dictionary<string, string> { ["MODE"] = "safe" };
        var preview = stubbed.Engine.PreviewRun(EngineSays.Spec with { Env = env });
        env["MODE"] = "otherwise";

        await stubbed.Engine.RunAsync(preview, Ct);

        Assert.Equal((preview.Path, preview.Json), (stubbed.Stub.Requests[0].Target, stubbed.Stub.Requests[0].Body));
        Assert.Contains("MODE=safe", preview.Json, StringComparison.Ordinal);
    }

    [Fact]
    public void CreateRequest_OfAnyOtherBody_CannotBeMade() => Assert.Empty(typeof(CreateRequest).GetConstructors());

    [Fact]
    public void Preview_AnySpec_HasNoKeyOutsideTheSchema()
    {
        using var engine = DockerEngine.Connect(new DockerEngineOptions { LogOptions = "a=b" });
        RunSamples.Specs.Sample(spec =>
        {
            using var json = JsonDocument.Parse(engine.PreviewRun(spec).Json);
            Assert.All(KeysOf(json.RootElement, ""), key => Assert.Contains(key, Allowed));
            var host = json.RootElement.GetProperty("HostConfig");
            Assert.Equal(spec.BindMounts.Count > 0, host.TryGetProperty("Binds", out _));
            Assert.Equal(spec.Env.Count > 0, json.RootElement.TryGetProperty("Env", out _));
        }, iter: 500);
    }

    [Fact]
    public async Task Preview_Always_AsksNothing()
    {
        await using var stubbed = new StubbedEngine();

        stubbed.Engine.PreviewRun(EngineSays.Spec);

        Assert.Equal(0, stubbed.Stub.AcceptedConnections);
    }

    private static StubbedEngine Runnable(Func<DockerEngineOptions, DockerEngineOptions>? change = null) =>
        new StubbedEngine(change).On("POST", "/containers/create", EngineSays.Created).On("POST", "/containers/{id}/start", StubReply.NoBody());

    // Maps that are the caller's own have any key: those are written as *.
    private static IEnumerable<string> KeysOf(JsonElement element, string path)
    {
        if (element.ValueKind == JsonValueKind.Array)
            return element.EnumerateArray().SelectMany(item => KeysOf(item, $"{path}[]").Prepend($"{path}[]"));
        if (element.ValueKind != JsonValueKind.Object)
            return [];
        var free = path is "Labels" or "HostConfig.LogConfig.Config" or "NetworkingConfig.EndpointsConfig";
        return element.EnumerateObject().SelectMany(member =>
        {
            var key = $"{path}{(path.Length > 0 ? "." : "")}{(free ? "*" : member.Name)}";
            return KeysOf(member.Value, key).Prepend(key);
        });
    }
}
