namespace Rtm.Docker;

/// <summary>The user-defined network does not exist. Rtm.Docker never creates one. Source: the seed's <c>ErrNetworkMissing</c>.</summary>
/// <inheritdoc cref="EngineException(EngineFailure, string, Exception?)" path="/param"/>
public sealed class NetworkMissingException(EngineFailure failure, string message, Exception? innerException = null)
    : EngineException(failure, message, innerException);

/// <summary>The image is not on the engine, or the registry does not have it. Source: the seed's <c>ErrImageNotFound</c>.</summary>
/// <inheritdoc cref="EngineException(EngineFailure, string, Exception?)" path="/param"/>
public sealed class ImageNotFoundException(EngineFailure failure, string message, Exception? innerException = null)
    : EngineException(failure, message, innerException);

/// <summary>The container does not exist (any more). Source: the seed's <c>ErrContainerNotFound</c>.</summary>
/// <inheritdoc cref="EngineException(EngineFailure, string, Exception?)" path="/param"/>
public sealed class ContainerNotFoundException(EngineFailure failure, string message, Exception? innerException = null)
    : EngineException(failure, message, innerException);

/// <summary>
/// The engine refused because of the state something is in (HTTP 409): a name that is taken, a container that still runs,
/// a removal in progress.
/// </summary>
/// <inheritdoc cref="EngineException(EngineFailure, string, Exception?)" path="/param"/>
public sealed class EngineConflictException(EngineFailure failure, string message, Exception? innerException = null)
    : EngineException(failure, message, innerException);

/// <summary>The engine could not be reached at all: no socket, no permission, connection refused, TLS refused.</summary>
/// <inheritdoc cref="EngineException(EngineFailure, string, Exception?)" path="/param"/>
public sealed class EngineUnreachableException(EngineFailure failure, string message, Exception? innerException = null)
    : EngineException(failure, message, innerException);

/// <summary>A deadline ran out. The message names what was waited for and for how long.</summary>
/// <inheritdoc cref="EngineException(EngineFailure, string, Exception?)" path="/param"/>
public sealed class EngineTimeoutException(EngineFailure failure, string message, Exception? innerException = null)
    : EngineException(failure, message, innerException);

/// <summary>A stream (events, logs, stats) ended or broke while the caller still listened. Reconnect and reconcile.</summary>
/// <inheritdoc cref="EngineException(EngineFailure, string, Exception?)" path="/param"/>
public sealed class EngineStreamException(EngineFailure failure, string message, Exception? innerException = null)
    : EngineException(failure, message, innerException);

/// <summary>An id, name or reference that is not of the engine's own form. It was refused before the engine was asked.</summary>
/// <inheritdoc cref="EngineException(EngineFailure, string, Exception?)" path="/param"/>
public sealed class InvalidReferenceException(EngineFailure failure, string message, Exception? innerException = null)
    : EngineException(failure, message, innerException);

/// <summary>A pull failed. <see cref="Reason"/> tells the kinds apart that an operator treats differently.</summary>
/// <param name="failure">Where it happened and to what.</param>
/// <param name="message">One sentence with the daemon's own words.</param>
/// <param name="reason">What kind of failure it is.</param>
/// <param name="innerException">What the transport or the client library reported, if anything.</param>
public sealed class PullFailedException(EngineFailure failure, string message, PullFailureReason reason, Exception? innerException = null)
    : EngineException(failure, message, innerException)
{
    /// <summary>What kind of failure it is, read from the daemon's words.</summary>
    public PullFailureReason Reason { get; } = reason;
}

/// <summary>Why a pull failed, as far as the daemon's words tell. The daemon answers most of them with HTTP 500.</summary>
public enum PullFailureReason
{
    /// <summary>None of the known kinds; the message has the daemon's words.</summary>
    Other,

    /// <summary>The registry refused the credentials, or wanted some.</summary>
    Unauthorized,

    /// <summary>The engine could not reach the registry.</summary>
    RegistryUnreachable,

    /// <summary>The engine's disk is full.</summary>
    DiskFull,

    /// <summary>The progress stream ended or broke before the pull was complete.</summary>
    CutOff,
}

/// <summary>A <see cref="RunSpec"/> that cannot be run. Nothing was sent to the engine.</summary>
public sealed class RunSpecInvalidException : EngineException
{
    /// <summary>Creates the refusal of a specification.</summary>
    /// <param name="failure">Where it happened and to what.</param>
    /// <param name="faults">Every fault of the specification; at least one.</param>
    public RunSpecInvalidException(EngineFailure failure, IReadOnlyList<RunSpecFault> faults)
        : base(failure, Describe(failure, faults)) => Faults = faults;

    /// <summary>Every fault of the specification, each with its field.</summary>
    public IReadOnlyList<RunSpecFault> Faults { get; }

    private static string Describe(EngineFailure failure, IReadOnlyList<RunSpecFault> faults)
    {
        ArgumentNullException.ThrowIfNull(failure);
        return $"Container '{failure.Target}' was not created: {string.Join("; ", faults.Select(f => $"{f.Field}: {f.Message}"))}";
    }
}

/// <summary>Options that cannot connect to an engine. Source: the errors of the seed's <c>NewClient</c>.</summary>
public sealed class EngineConfigurationException : EngineException
{
    /// <summary>Creates the refusal of a configuration.</summary>
    /// <param name="engine">The configured name of the engine.</param>
    /// <param name="faults">Every fault, each with the option it concerns; at least one.</param>
    /// <param name="innerException">What reading a certificate or a key reported, if anything.</param>
    public EngineConfigurationException(string engine, IReadOnlyList<OptionFault> faults, Exception? innerException = null)
        : base(
            new EngineFailure(engine, "configure engine", engine),
            $"Docker Engine '{engine}' is not configured correctly: {string.Join("; ", faults.Select(f => $"{f.Option}: {f.Message}"))}",
            innerException) => Faults = faults;

    /// <summary>Every fault, each with the option it concerns.</summary>
    public IReadOnlyList<OptionFault> Faults { get; }
}

/// <summary>One fault of a <see cref="DockerEngineOptions"/>.</summary>
/// <param name="Option">The option's path below the engine, such as <c>Tls:CaFile</c>.</param>
/// <param name="Message">What is wrong and what would be right.</param>
public sealed record OptionFault(string Option, string Message);
