using System.Diagnostics;

namespace Rtm.Docker;

/// <summary>
/// Traces of engine calls. A span names the engine and the operation; targets, queries, bodies and the engine's words stay out, because they
/// can hold what no trace may.
/// </summary>
public static class EngineSpans
{
    /// <summary>The <see cref="ActivitySource"/> to listen to.</summary>
    public const string SourceName = "Rtm.Docker";

    private static readonly ActivitySource Source = new(SourceName);

    internal static Activity? Start(string engine, EngineCall call)
    {
        var span = Source.StartActivity(call.Operation, ActivityKind.Client);
        span?.SetTag("rtm.engine", engine);
        return span;
    }

    internal static void Fail(this Activity? span, Exception error) =>
        span?.SetStatus(ActivityStatusCode.Error).SetTag("error.type", error.GetType().Name);
}
