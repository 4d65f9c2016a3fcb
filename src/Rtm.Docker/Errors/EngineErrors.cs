using System.Net;
using System.Text.Json;
using Docker.DotNet;

namespace Rtm.Docker;

/// <summary>The one place where what went wrong becomes an <see cref="EngineException"/> in an operator's words.</summary>
internal sealed class EngineErrors(string engine, EngineEndpoint endpoint)
{
    /// <summary>The error to throw instead, or null where <paramref name="error"/> says it best itself.</summary>
    public Exception? Translate(Exception error, EngineCall call, Deadline deadline, CancellationToken caller) => error switch
    {
        EngineException => null,
        _ when caller.IsCancellationRequested => Cancelled(error, call, caller),
        // Using an engine after its disposal is the caller's mistake, not the engine's answer.
        ObjectDisposedException => null,
        OperationCanceledException when deadline.Passed => TimedOut(call, deadline.Limit, error),
        OperationCanceledException { InnerException: TimeoutException } => NoConnection(call, error),
        DockerApiException answer => Refused(answer, call),
        // The others are how the client library fails on a field that is not of the form it expects.
        JsonException or FormatException or ArgumentException or OverflowException or NotImplementedException or InvalidOperationException => Unreadable(call, error),
        StreamFaultException fault => Faulty(fault, call),
        HttpRequestException { HttpRequestError: HttpRequestError.ResponseEnded or HttpRequestError.InvalidResponse } => Cut(call, error),
        HttpIOException => Cut(call, error),
        HttpRequestException => Unreachable(call, error),
        IOException => Cut(call, error),
        _ => null,
    };

    private OperationCanceledException Cancelled(Exception error, EngineCall call, CancellationToken caller) =>
        new($"Cancelled: {call.Operation} on Docker Engine '{engine}'.", error, caller);

    private EngineTimeoutException TimedOut(EngineCall call, TimeSpan limit, Exception error) =>
        new(Failure(call), $"Docker Engine '{engine}' did not answer within {limit.TotalSeconds:0.###} s: {Describe(call)}.", error);

    private EngineTimeoutException NoConnection(EngineCall call, Exception error) =>
        new(Failure(call), $"Docker Engine '{engine}' did not accept a connection at {endpoint.Uri.OriginalString} in time: {Describe(call)}.", error);

    private EngineUnreachableException Unreachable(EngineCall call, Exception error) =>
        new(Failure(call), $"Docker Engine '{engine}' is not reachable at {endpoint.Uri.OriginalString}: {UnreachableWords.For(error, endpoint)}", error);

    private EngineStreamException Cut(EngineCall call, Exception error) =>
        new(Failure(call), UnreachableWords.RefusedCertificate(error) is { } refused
            ? $"Docker Engine '{engine}' is not reachable at {endpoint.Uri.OriginalString}: {refused}"
            : $"Docker Engine '{engine}' closed the connection before it was done: {Describe(call)}.{CertificateHint(error)}", error);

    // Not every TLS server tells a client why it hangs up instead of answering.
    private string CertificateHint(Exception error) => endpoint.Tls is not null && error is HttpRequestException
        ? " It may have refused this client's certificate; check Tls:CertFile and Tls:KeyFile."
        : "";

    private EngineException Faulty(StreamFaultException fault, EngineCall call) => fault.Fault switch
    {
        StreamFault.CutOff => Cut(call, fault),
        StreamFault.EngineError => new EngineException(Failure(call), Sentence(call, fault.Message), fault),
        _ => Unreadable(call, fault),
    };

    private EngineException Unreadable(EngineCall call, Exception error) =>
        new(Failure(call), $"Docker Engine '{engine}' answered with something that is not the engine's own JSON (is there a proxy in between?): {Describe(call)}. {error.Message}", error);

    private EngineException Refused(DockerApiException answer, EngineCall call)
    {
        var words = DaemonWords.From(answer.ResponseBody, answer.StatusCode);
        var failure = Failure(call, answer.StatusCode);
        return answer.StatusCode switch
        {
            HttpStatusCode.NotFound => Missing(failure, call, words, answer),
            HttpStatusCode.Conflict => new EngineConflictException(failure, Sentence(call, words), answer),
            _ => new EngineException(failure, Sentence(call, words), answer),
        };
    }

    // A 404 to create or start can mean the image or the network just as well: only the words tell.
    private EngineException Missing(EngineFailure failure, EngineCall call, string words, Exception answer)
    {
        var subject = call.Subject switch
        {
            EngineSubject.Container when words.StartsWith("No such image", StringComparison.OrdinalIgnoreCase) => EngineSubject.Image,
            EngineSubject.Container when words.StartsWith("network ", StringComparison.OrdinalIgnoreCase) => EngineSubject.Network,
            var asked => asked,
        };
        var sentence = subject != call.Subject || subject == EngineSubject.Engine
            ? Sentence(call, words)
            : $"Docker Engine '{engine}' has no {subject.ToString().ToLowerInvariant()} '{Shown(call.Target)}'.";
        return subject switch
        {
            EngineSubject.Container => new ContainerNotFoundException(failure, sentence, answer),
            EngineSubject.Image => new ImageNotFoundException(failure, sentence, answer),
            EngineSubject.Network => new NetworkMissingException(failure, sentence, answer),
            _ => new EngineException(failure, sentence, answer),
        };
    }

    private string Sentence(EngineCall call, string words) => $"Docker Engine '{engine}' could not {Describe(call)}: {words}";

    private EngineFailure Failure(EngineCall call, HttpStatusCode? status = null) => new(engine, call.Operation, call.Target, status);

    private static string Describe(EngineCall call) => call.Target.Length == 0 ? call.Operation : $"{call.Operation} '{Shown(call.Target)}'";

    // Twelve digits are what operators know an id by, from the docker CLI.
    private static string Shown(string target) => EngineNames.IsFullId(target) ? target[..12] : target;
}
