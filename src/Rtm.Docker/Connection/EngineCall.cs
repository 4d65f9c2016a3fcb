namespace Rtm.Docker;

/// <summary>One operation on one target, as errors name it. <paramref name="Subject"/> is what a 404 says is missing.</summary>
internal sealed record EngineCall(string Operation, string Target, EngineSubject Subject = EngineSubject.Engine);

internal enum EngineSubject
{
    Engine,
    Container,
    Image,
    Network,
}
