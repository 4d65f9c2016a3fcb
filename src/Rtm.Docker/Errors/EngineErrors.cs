using System.Net;
using System.Text.Json;
using Docker.DotNet;

namespace Rtm.Docker;

/// <summary>The one place where what went wrong becomes an <see cref="EngineException"/> in an operator's words.</summary>
internal sealed class EngineErrors(string engine, EngineEndpoint endpoint, TimeSpan connectDeadline)
{
    /// <summary>The error to throw instead, or null where <paramref name="error"/> says it best itself.</summary>
    public Exception? Translate(Exception error, EngineCall call, Deadline deadline) => error switch
    {
        EngineException => null,
        // What the engine answered is worth more than that nobody waits for it any more.
        DockerApiException answer => Refused(answer, call),
        _ when deadline.Caller.IsCancellationRequested => Cancelled(error, call, deadline.Caller),
        // Using an engine after its disposal is the caller's mistake, not the engine's answer.
        ObjectDisposedException => null,
        _ when deadline.EngineDisposed => Disposed(call),
        OperationCanceledException when deadline.Passed => TimedOut(call, deadline, error),
        OperationCanceledException { InnerException: TimeoutException } => NoConnection(call, error),
        // The others are how the client library fails on a field that is not of the form it expects.
        JsonException or FormatException or ArgumentException or OverflowException or NotImplementedException or InvalidOperationException => Unreadable(call, error),
        StreamFaultException fault => Faulty(fault, call),
        HttpRequestException when UnreachableWords.RefusedCertificate(error) is not null => Unreachable(call, error),
        HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError } =>
            Unreachable(call, error),
        HttpRequestException { HttpRequestError: HttpRequestError.InvalidResponse } => NoHttp(call, error),
        // Once a request was sent, a broken connection doesn't tell whether the engine acted on it.
        HttpRequestException or IOException => Cut(call, error),
        _ => null,
    };

    private OperationCanceledException Cancelled(Exception error, EngineCall call, CancellationToken caller) =>
        new($"Cancelled: {call.Operation} on Docker Engine '{engine}'.", error, caller);

    private ObjectDisposedException Disposed(EngineCall call) =>
        new(typeof(IDockerEngine).FullName, $"Docker Engine '{engine}' was disposed meanwhile: {Describe(call)}.");

    private EngineTimeoutException TimedOut(EngineCall call, Deadline deadline, Exception error) =>
        new(Failure(call), $"Docker Engine '{engine}' {(deadline.Extended ? "sent nothing more for" : "did not answer within")} {Seconds(deadline.Limit)}: {Describe(call)}.{OutcomeUnknown(call)}", error);

    private EngineTimeoutException NoConnection(EngineCall call, Exception error) =>
        new(Failure(call), $"Docker Engine '{engine}' did not accept a connection at {endpoint.Uri.OriginalString} within {Seconds(connectDeadline)}: {Describe(call)}.", error);

    private EngineException NoHttp(EngineCall call, Exception error) =>
        new(Failure(call), $"Docker Engine '{engine}' does not speak HTTP at {endpoint.Uri.OriginalString}: {Describe(call)}.{OutcomeUnknown(call)}", error);

    private EngineUnreachableException Unreachable(EngineCall call, Exception error) =>
        new(Failure(call), $"Docker Engine '{engine}' is not reachable at {endpoint.Uri.OriginalString}: {UnreachableWords.For(error, endpoint)}", error);

    private EngineStreamException Cut(EngineCall call, Exception error) =>
        new(Failure(call), $"Docker Engine '{engine}' closed the connection before it was done: {Describe(call)}.{OutcomeUnknown(call)}{HangUpHint(error)}", error);

    // Not every TLS server tells a client why it hangs up instead of answering; a reset can overtake the refusal.
    private string HangUpHint(Exception error) => error is not HttpRequestException || endpoint.IsUnixSocket ? ""
        : endpoint.Tls is null ? " If this port expects TLS, configure Tls."
        : " It may have refused this client's certificate; check Tls:CertFile and Tls:KeyFile against the authority the engine trusts.";

    private static string OutcomeUnknown(EngineCall call) => call.Acts ? " Whether it happened is not known; look before you repeat it." : "";

    private static string Seconds(TimeSpan time) => $"{time.TotalSeconds:0.###} s";

    private EngineException Faulty(StreamFaultException fault, EngineCall call) => fault.Fault switch
    {
        StreamFault.CutOff => Cut(call, fault),
        StreamFault.EngineError => new EngineException(Failure(call), Sentence(call, fault.Message), fault),
        _ => Unreadable(call, fault),
    };

    private EngineException Unreadable(EngineCall call, Exception error) =>
        new(Failure(call), $"Docker Engine '{engine}' answered with something that is not the engine's own JSON (is there a proxy in between?): {Describe(call)}. {HarmlessText.Of(error.Message)}{OutcomeUnknown(call)}", error);

    private EngineException Refused(DockerApiException answer, EngineCall call)
    {
        var said = DaemonWords.In(answer.ResponseBody);
        var words = said ?? DaemonWords.Otherwise(answer.ResponseBody, answer.StatusCode);
        var failure = Failure(call, answer.StatusCode);
        return answer.StatusCode switch
        {
            // Only an engine knows what it doesn't have: the page of a proxy must not pass for a container that is gone.
            HttpStatusCode.NotFound when said is not null => Missing(failure, call, words, answer),
            HttpStatusCode.Conflict => new EngineConflictException(failure, Sentence(call, words), answer),
            _ => new EngineException(failure, Sentence(call, words), answer),
        };
    }

    // A 404 to create or start can mean the image or the network just as well: only the words tell.
    private EngineException Missing(EngineFailure failure, EngineCall call, string words, Exception answer)
    {
        var named = Says(words, "No such container") ? EngineSubject.Container
            : Says(words, "No such image") ? EngineSubject.Image
            : Says(words, "network ") && Says(words, "not found") ? EngineSubject.Network
            : EngineSubject.Engine;
        var subject = call.Subject == EngineSubject.Container && named != EngineSubject.Engine ? named : call.Subject;
        var sentence = named == call.Subject && named != EngineSubject.Engine
            ? $"Docker Engine '{engine}' has no {named.ToString().ToLowerInvariant()} '{Shown(call.Target)}'."
            : Sentence(call, words);
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

    private static bool Says(string words, string part) => words.Contains(part, StringComparison.OrdinalIgnoreCase);

    // Twelve digits are what operators know an id by, from the docker CLI.
    private static string Shown(string target) => EngineNames.IsFullId(target) ? target[..12] : HarmlessText.Of(target);
}
