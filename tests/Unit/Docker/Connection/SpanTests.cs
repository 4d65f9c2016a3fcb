using System.Collections.Concurrent;
using System.Diagnostics;
using Rtm.Docker;
using Rtm.Tests.Support;
using Xunit;

namespace Rtm.Unit.Tests.Docker;

public sealed class SpanTests : IDisposable
{
    private readonly ConcurrentQueue<Activity> _spans = new();
    private readonly ActivityListener _listener;
    private readonly Activity _test = new Activity("test").Start();

    public SpanTests()
    {
        _listener = new()
        {
            // Other tests' calls are traced too: only what this test caused counts.
            ShouldListenTo = source => source.Name == EngineSpans.SourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span =>
            {
                if (span.TraceId == _test.TraceId)
                    _spans.Enqueue(span);
            },
        };
        ActivitySource.AddActivityListener(_listener);
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Inspect_Traced_NamesEngineAndOperationAndNothingElse()
    {
        await using var stubbed = new StubbedEngine().OnInspect();

        await stubbed.Engine.InspectContainerAsync(EngineSays.Id, Ct);

        var span = Assert.Single(_spans);
        Assert.Equal(("inspect container", ActivityStatusCode.Unset), (span.OperationName, span.Status));
        Assert.Equal([new("rtm.engine", "alpha")], span.TagObjects);
    }

    [Fact]
    public async Task Inspect_Refused_IsAnErrorWithoutTheEnginesWords()
    {
        await using var stubbed = new StubbedEngine().On("GET", "/containers/{id}/json", StubReply.Error(500, "token=s3cret"));

        await Assert.ThrowsAnyAsync<EngineException>(() => stubbed.Engine.InspectContainerAsync(EngineSays.Id, Ct));

        var span = Assert.Single(_spans);
        Assert.Equal((ActivityStatusCode.Error, null), (span.Status, span.StatusDescription));
        Assert.DoesNotContain(span.TagObjects, tag => tag.Value?.ToString()?.Contains("s3cret", StringComparison.Ordinal) == true);
    }

    [Fact]
    public async Task List_Traced_SendsNoTraceHeaderToTheEngine()
    {
        await using var stubbed = new StubbedEngine().On("GET", "/containers/json", StubReply.Json("[]"));

        await stubbed.Engine.ListAsync(new(), Ct);

        Assert.DoesNotContain(stubbed.Stub.Requests[0].Headers.Keys, name => name.Equals("traceparent", StringComparison.OrdinalIgnoreCase));
        Assert.Single(_spans);
    }

    public void Dispose()
    {
        _listener.Dispose();
        _test.Dispose();
    }
}
