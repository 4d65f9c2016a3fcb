using Microsoft.Extensions.Time.Testing;
using Rtm.Docker;
using Rtm.Tests.Support;

namespace Rtm.Unit.Tests.Docker;

/// <summary>
/// The adapter connected to a stub, with a clock that stands still: a deadline passes only when the test says so, and no test waits for one.
/// Whatever a test makes the adapter ask, the socket proxy in deploy/ must pass: that is looked at when the test ends.
/// </summary>
internal sealed class StubbedEngine : IAsyncDisposable
{
    public StubbedEngine(Func<DockerEngineOptions, DockerEngineOptions>? change = null, StubEngine? stub = null)
    {
        Stub = stub ?? StubEngine.OnUnixSocket();
        var options = new DockerEngineOptions { Name = "alpha", Endpoint = Stub.Endpoint.OriginalString };
        Engine = DockerEngine.Connect(change is null ? options : change(options), Clock, Logs);
    }

    public StubEngine Stub { get; }

    public IDockerEngine Engine { get; }

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));

    public CapturedLogs Logs { get; } = new();

    /// <summary>The requests so far as <c>POST /path?query</c>, one a line.</summary>
    public string Asked => string.Join('\n', Stub.Requests);

    public StubbedEngine On(string method, string path, StubHandler handler)
    {
        Stub.On(method, path, handler);
        return this;
    }

    /// <summary>Answers whatever no later route answers.</summary>
    public StubbedEngine OnAnything(StubHandler handler) =>
        On("GET", "/{any*}", handler).On("POST", "/{any*}", handler).On("DELETE", "/{any*}", handler);

    /// <summary>Answers the inspection of any container with one of the given id.</summary>
    public StubbedEngine OnInspect(string id = EngineSays.Id, bool tty = false) => On("GET", "/containers/{id}/json", StubReply.Json(EngineSays.Inspect(id, tty)));

    public async ValueTask DisposeAsync()
    {
        Engine.Dispose();
        await Stub.DisposeAsync();
        SocketProxyRules.ThrowIfRefused(Stub.Requests);
    }
}
