namespace Rtm.Docker;

/// <summary>
/// One operation on one target, as errors name it. <paramref name="Subject"/> is what a 404 says is missing; an operation that
/// <paramref name="Acts"/> may have happened though no answer came.
/// </summary>
internal sealed record EngineCall(string Operation, string Target, EngineSubject Subject = EngineSubject.Engine, bool Acts = false);

internal enum EngineSubject
{
    Engine,
    Container,
    Image,
    Network,
}
