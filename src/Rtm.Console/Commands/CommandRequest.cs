using Rtm.Docker;

namespace Rtm.Console.Commands;

/// <summary>What a command does; also its name in the audit.</summary>
public enum CommandAction
{
    Pull,
    Run,
    Start,
    Stop,
    Restart,
    Kill,
    Remove,

    /// <summary>Shows secrets; no command, but in the audit beside them.</summary>
    Reveal,

    /// <summary>Ends somebody's session; no command either.</summary>
    EndSession,

    /// <summary>Replaces a container by a new one.</summary>
    Recreate,
}

/// <summary>One confirmed click. Immutable; what it asks for is judged on the server each time.</summary>
public abstract record CommandRequest
{
    /// <summary>One per confirmed click, from <see cref="Commands.ActionId.New"/>: the same one never acts twice, and it groups the audit.</summary>
    public required string ActionId { get; init; }

    public required string Engine { get; init; }

    /// <summary>Why, in the person's words; may be empty.</summary>
    public string Reason { get; init; } = "";

    public abstract CommandAction Action { get; }
}

/// <summary>A command to a container that is there.</summary>
public abstract record ContainerCommand : CommandRequest
{
    /// <summary>The full id, 64 hex digits: names can be given to another container.</summary>
    public required string ContainerId { get; init; }

    /// <summary>What the person saw when they decided.</summary>
    public required SeenContainer Seen { get; init; }
}

public sealed record StartCommand : ContainerCommand
{
    public override CommandAction Action => CommandAction.Start;
}

/// <summary>A command that waits for a container to end before it kills it.</summary>
public abstract record GraceCommand : ContainerCommand
{
    /// <summary>How long it may take to end by itself; whole seconds.</summary>
    public required TimeSpan Grace { get; init; }
}

public sealed record StopCommand : GraceCommand
{
    public override CommandAction Action => CommandAction.Stop;
}

public sealed record RestartCommand : GraceCommand
{
    public override CommandAction Action => CommandAction.Restart;
}

/// <summary>Ends a container at once (SIGKILL); also while a stop or a restart waits for its grace.</summary>
public sealed record KillCommand : ContainerCommand
{
    public override CommandAction Action => CommandAction.Kill;
}

/// <summary>Removes a container that doesn't run; never forces.</summary>
public sealed record RemoveCommand : ContainerCommand
{
    /// <summary>The container's name, as the person typed it.</summary>
    public required string TypedName { get; init; }

    public override CommandAction Action => CommandAction.Remove;
}

/// <summary>
/// Puts a new container in the place of one that is there. The old one is stopped and set aside under another name; once the new one is well it is
/// removed, and when the new one can't be run it is put back.
/// </summary>
public sealed record RecreateCommand : GraceCommand
{
    /// <summary>The old container's name, as the person typed it.</summary>
    public required string TypedName { get; init; }

    /// <summary>The new container.</summary>
    public required RunSpec Spec { get; init; }

    /// <inheritdoc cref="RunCommand.PreviewHash"/>
    public required string PreviewHash { get; init; }

    public override CommandAction Action => CommandAction.Recreate;
}

public sealed record PullCommand : CommandRequest
{
    public required string Image { get; init; }

    public PullPolicy Policy { get; init; }

    public override CommandAction Action => CommandAction.Pull;
}

public sealed record RunCommand : CommandRequest
{
    public required RunSpec Spec { get; init; }

    /// <summary>The <see cref="RunPreview.Hash"/> of what the person saw: anything else is not sent.</summary>
    public required string PreviewHash { get; init; }

    public override CommandAction Action => CommandAction.Run;
}
