using System.Net;

namespace Rtm.Docker;

/// <summary>
/// A failure of one engine operation, in words an operator understands. Every failure of Rtm.Docker is this type or one
/// derived from it, except a cancellation by the caller (<see cref="OperationCanceledException"/>) and a misuse that the
/// compiler could have found (<see cref="ArgumentException"/>).
/// Source: the wrapped errors of the seed (<c>fmt.Errorf("stop container %q: %w")</c>).
/// </summary>
public class EngineException : Exception
{
    /// <summary>Creates the failure of one operation.</summary>
    /// <param name="failure">Where it happened and to what.</param>
    /// <param name="message">One sentence for an operator: what failed, why and, where known, what to do.</param>
    /// <param name="innerException">What the transport or the client library reported, if anything.</param>
    public EngineException(EngineFailure failure, string message, Exception? innerException = null)
        : base(message, innerException)
    {
        ArgumentNullException.ThrowIfNull(failure);
        Failure = failure;
    }

    private EngineFailure Failure { get; }

    /// <summary>The configured name of the engine, such as <c>local</c>.</summary>
    public string Engine => Failure.Engine;

    /// <summary>The operation in plain words, such as <c>stop container</c>.</summary>
    public string Operation => Failure.Operation;

    /// <summary>What the operation was asked for: a container id, an image reference, a network name; empty where there is none.</summary>
    public string Target => Failure.Target;

    /// <summary>The status the engine answered with; null where there was no answer.</summary>
    public HttpStatusCode? StatusCode => Failure.StatusCode;
}

/// <summary>Where a failure happened: the engine, the operation, its target and the HTTP status, if there was one.</summary>
/// <param name="Engine">The configured name of the engine.</param>
/// <param name="Operation">The operation in plain words, such as <c>stop container</c>.</param>
/// <param name="Target">A container id, an image reference, a network name; empty where there is none.</param>
/// <param name="StatusCode">The status the engine answered with; null where there was no answer.</param>
public sealed record EngineFailure(string Engine, string Operation, string Target, HttpStatusCode? StatusCode = null);
