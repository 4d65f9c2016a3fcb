using Rtm.Docker;

namespace Rtm.Console.Commands;

/// <summary>What to do about a pull that failed: each kind has its own remedy. The daemon's words say what happened.</summary>
internal static class PullAdvice
{
    public static string For(EngineException error, PullPolicy policy) => error switch
    {
        ImageNotFoundException when policy == PullPolicy.Never => "Choose another policy to have the registry asked.",
        ImageNotFoundException => "Check the name and the tag. Some registries answer so, too, where a sign-in is missing.",
        PullFailedException failure => Advice(failure.Reason),
        EngineUnreachableException => "Pull again when the engine answers.",
        EngineTimeoutException => "Look whether the engine has it by now; the registry may be slow. Pull again if not.",
        _ => "",
    };

    private static string Advice(PullFailureReason reason) => reason switch
    {
        PullFailureReason.Unauthorized =>
            "The registry wants a sign-in, and the console sends none. Let it show the repository without one, or pull the image on the engine's host after a docker login.",
        PullFailureReason.RegistryUnreachable => "It is the engine that asks the registry: check the address, that the registry runs, and that the engine's host reaches it.",
        PullFailureReason.DiskFull => "Make room on the engine's host (docker system df says what takes it), then pull again.",
        PullFailureReason.CutOff => "If it breaks off again when repeated, look at the network between the engine's host and the registry.",
        _ => "",
    };
}
