using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Rtm.Docker;

/// <summary>Reads logs and stats of one engine's containers.</summary>
internal sealed class ContainerStreams(EngineConnection connection, ContainerReader reader) : IContainerStreams
{
    public async IAsyncEnumerable<LogLine> ReadLogsAsync(string containerId, LogQuery query, [EnumeratorCancellation] CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(query);
        var call = new EngineCall("read the log of container", containerId ?? "", EngineSubject.Container);
        // Only the container's configuration tells whether its log is framed.
        var container = await reader.InspectAsync(call, ct).ConfigureAwait(false);
        var id = reader.FullIdOf(call, container);
        var lines = connection.StreamAsync(
            call,
            connection.Deadlines.OpenStream,
            silence: query.Follow ? null : connection.Deadlines.StreamSilence,
            token => connection.OpenAsync(HttpMethod.Get, LogPath(id, query), token),
            (stream, token) => LogLineReader.ReadAsync(stream, container.Tty, token),
            ct);
        await foreach (var line in lines.ConfigureAwait(false))
            yield return line;
    }

    public async IAsyncEnumerable<ContainerStats> StreamStatsAsync(string containerId, [EnumeratorCancellation] CancellationToken ct)
    {
        var call = new EngineCall("read the stats of container", containerId ?? "", EngineSubject.Container);
        var id = await reader.ResolveAsync(call, ct).ConfigureAwait(false);
        var samples = connection.StreamAsync(
            call,
            connection.Deadlines.OpenStream,
            silence: connection.Deadlines.StreamSilence,
            token => connection.OpenAsync(HttpMethod.Get, $"containers/{id}/stats?stream=1", token),
            (stream, token) => JsonValueReader.ReadAsync(stream, onMalformed: null, token),
            ct);
        await foreach (var sample in samples.ConfigureAwait(false))
            yield return StatsReader.Read(sample);
    }

    private static string LogPath(string id, LogQuery query)
    {
        var path = new StringBuilder($"containers/{id}/logs?timestamps=1&stdout={Flag(query.Stdout)}&stderr={Flag(query.Stderr)}&follow={Flag(query.Follow)}");
        if (query.Tail is { } tail)
            path.Append(CultureInfo.InvariantCulture, $"&tail={Math.Max(tail, 0)}");
        if (query.Since is { } since)
            path.Append(CultureInfo.InvariantCulture, $"&since={EngineTime.QueryText(EventCursor.At(since).TimeNano)}");
        if (query.Until is { } until)
            path.Append(CultureInfo.InvariantCulture, $"&until={EngineTime.QueryText(EventCursor.At(until).TimeNano)}");
        return path.ToString();
    }

    private static char Flag(bool value) => value ? '1' : '0';
}
