using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Rtm.Docker;

/// <summary>Listens to the events of one engine.</summary>
internal sealed class EngineEventReader(EngineConnection connection) : IEngineEvents
{
    public async IAsyncEnumerable<EngineEvent> ListenEventsAsync(EventCursor? since, [EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var message in WatchEventsAsync(since, ct).ConfigureAwait(false))
        {
            if (message.Event is { } happened)
                yield return happened;
        }
    }

    public async IAsyncEnumerable<EngineMessage> WatchEventsAsync(EventCursor? since, [EnumeratorCancellation] CancellationToken ct)
    {
        var call = new EngineCall("listen to events", "");
        var resume = new EventResume(since);
        var path = resume.Since is null ? "events" : $"events?since={resume.Since}";
        var values = connection.StreamAsync(
            call,
            connection.Deadlines.OpenStream,
            silence: null,
            token => connection.OpenAsync(HttpMethod.Get, path, token),
            ReadValues,
            ct);
        await foreach (var value in values.ConfigureAwait(false))
        {
            if (EventDecoder.Decode(value) is { } message && !resume.IsSeen(message))
                yield return message;
        }
        // An engine that shuts down ends its stream like one that has nothing more to say; to a listener both are a loss.
        throw new EngineStreamException(
            connection.Failure(call),
            $"Docker Engine '{connection.Name}' ended its event stream; it may be shutting down. Listen again from the last event.");
    }

    public Task<IReadOnlyList<EngineMessage>> ReplayEventsAsync(EventCursor since, EventCursor until, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(since);
        ArgumentNullException.ThrowIfNull(until);
        var resume = new EventResume(since);
        var path = $"events?since={resume.Since}&until={EngineTime.QueryText(until.TimeNano)}";
        return connection.CallAsync<IReadOnlyList<EngineMessage>>(new EngineCall("replay events", ""), connection.Deadlines.Inspect, async token =>
        {
            var messages = new List<EngineMessage>();
            var stream = await connection.OpenAsync(HttpMethod.Get, path, token).ConfigureAwait(false);
            await using (stream.ConfigureAwait(false))
            {
                await foreach (var value in ReadValues(stream, token).ConfigureAwait(false))
                {
                    if (EventDecoder.Decode(value) is { } message && !resume.IsSeen(message))
                        messages.Add(message);
                }
            }

            return messages.AsReadOnly();
        }, ct);
    }

    // One line that can't be read is no reason to lose those after it. Its text isn't logged: the command of an exec event can hold secrets.
    private IAsyncEnumerable<JsonElement> ReadValues(Stream stream, CancellationToken ct) =>
        JsonValueReader.ReadAsync(stream, _ => connection.Logger.EventUnreadable(connection.Name), ct);
}
