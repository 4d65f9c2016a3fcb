using Rtm.Docker;

namespace Rtm.Console.Commands;

/// <summary>The gate's no: nothing was done.</summary>
/// <param name="Words">What was refused and why.</param>
/// <param name="Advice">What to do; empty where there is nothing.</param>
/// <param name="MovedOn">Whether it is because the container is not any more what the person saw.</param>
internal sealed record Refusal(string Words, string Advice = "", bool MovedOn = false)
{
    /// <summary>Where the person signs in once more, where that is what lacks; empty otherwise.</summary>
    public string SignIn { get; init; } = "";
}

/// <summary>What the gate lets pass: how to do it and how to see that it was done; or why not.</summary>
internal sealed record Planned(CommandPlan? Plan, Refusal? Refusal)
{
    public static implicit operator Planned(CommandPlan plan) => new(plan, null);

    public static implicit operator Planned(Refusal refusal) => new(null, refusal);
}

/// <summary>How one command is done.</summary>
internal sealed record CommandPlan
{
    /// <summary>The container's name or the image.</summary>
    public required string Target { get; init; }

    /// <summary>The full id; empty where there is no container yet.</summary>
    public string ContainerId { get; init; } = "";

    /// <summary>Method, path and body as they are sent, secrets masked.</summary>
    public required string Request { get; init; }

    /// <summary>SHA-256 of the unmasked request; empty where it has no body.</summary>
    public string RequestHash { get; init; } = "";

    /// <summary>Of a stop or a restart.</summary>
    public TimeSpan? Grace { get; init; }

    /// <summary>Asks the engine; gives the container or the image that came of it.</summary>
    public required Func<CancellationToken, Task<string>> Act { get; init; }

    /// <summary>What must be seen of the container of that id; null where the engine's answer is itself the proof.</summary>
    public Effect? Effect { get; init; }

    /// <summary>What to do about a failure; empty where only the engine's words help.</summary>
    public Func<EngineException, string> AdviceOn { get; init; } = _ => "";

    /// <summary>What to say once it is done.</summary>
    public required string DoneWords { get; init; }
}
