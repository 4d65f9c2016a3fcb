namespace Rtm.Console.Commands;

/// <summary>How a command stands, or ended.</summary>
public enum CommandResult
{
    /// <summary>The gate let it pass, its intent is in the audit, and the engine is being asked.</summary>
    Accepted,

    /// <summary>The gate refused it: the engine was not asked.</summary>
    Refused,

    /// <summary>The engine's own event, or its own answer about an image, shows the effect.</summary>
    Done,

    /// <summary>The engine said yes, but its event did not come in time.</summary>
    Unproven,

    /// <summary>The engine said no, or could not be asked to the end.</summary>
    Failed,

    /// <summary>A person called it off.</summary>
    Cancelled,

    /// <summary>The console ended before it could tell, or the engine never answered.</summary>
    Unknown,
}

/// <summary>What became of a command, in words for a person. Text from an engine is data, nothing else.</summary>
/// <param name="ActionId">The command.</param>
/// <param name="Result">How it stands.</param>
/// <param name="Words">What happened, or what did not and why.</param>
/// <param name="Advice">What to do now; empty where there is nothing.</param>
public sealed record CommandOutcome(string ActionId, CommandResult Result, string Words, string Advice = "")
{
    /// <summary>The container of a run, or the image of a pull; empty where there is none.</summary>
    public string Produced { get; init; } = "";

    /// <summary>Whether it was refused because the container is not any more what the person saw: they may look again and decide anew.</summary>
    public bool MovedOn { get; init; }

    /// <summary>Where the person signs in once more, for a new tab, where the refusal is for want of that; empty otherwise.</summary>
    public string SignIn { get; init; } = "";
}

/// <summary>A command on its way. It goes its way without whoever asked: a lost circuit changes nothing.</summary>
public sealed class CommandTicket
{
    private readonly TaskCompletionSource<CommandOutcome> _answered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<CommandOutcome> _finished = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal CommandTicket(string actionId) => ActionId = actionId;

    public string ActionId { get; }

    /// <summary>The gate's answer: <see cref="CommandResult.Accepted"/> or <see cref="CommandResult.Refused"/>. Never fails.</summary>
    public Task<CommandOutcome> Answered => _answered.Task;

    /// <summary>How it ended; a refused one has ended, too. Never fails.</summary>
    public Task<CommandOutcome> Finished => _finished.Task;

    internal void Answer(CommandOutcome outcome) => _answered.TrySetResult(outcome);

    internal void Finish(CommandOutcome outcome)
    {
        _answered.TrySetResult(outcome);
        _finished.TrySetResult(outcome);
    }
}
