using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.Http.Connections.Client;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;

namespace Rtm.Unit.Tests.Console.Hubs;

/// <summary>Follows the timeline of an Rtm.Console for as long as it is let, over lost connections and restarts of either side.</summary>
public sealed class TimelineClient(Uri console, Action<HttpConnectionOptions> signIn)
{
    public sealed record Filter(string[]? Engines = null, string? ContainerId = null, string? Owner = null, string[]? Actions = null, string? Text = null);

    public sealed record Row(
        string Id, string Kind, string Engine, long Sequence, DateTimeOffset At, string? ContainerId, string? Name, string? Action,
        int? ExitCode, DateTimeOffset? From, DateTimeOffset? To, string? Cause, int? Changes, string? Before, string? After);

    private sealed record Batch(Row[] Rows, string Cursor);

    /// <summary>For programs: by an access token of the console's provider. It is asked for at every connection, so that it can be a new one.</summary>
    public static Action<HttpConnectionOptions> ByToken(Func<Task<string?>> token) => options => options.AccessTokenProvider = token;

    /// <summary>By the session of somebody who has signed in with a browser. A cookie counts only beside the console's own origin.</summary>
    public static Action<HttpConnectionOptions> ByCookie(Uri console, string cookie) => options =>
    {
        options.Headers["Origin"] = console.GetLeftPart(UriPartial.Authority);
        options.Headers["Cookie"] = cookie;
    };

    /// <summary>Everything up to here was taken. Keep it where it survives, and give it back at the next start.</summary>
    public string? Cursor { get; set; }

    public async Task FollowAsync(Filter filter, Func<Row, Task> take, CancellationToken ct)
    {
        while (true)
        {
            try
            {
                await using var connection = new HubConnectionBuilder()
                    .WithUrl(new Uri(console, "/hubs/timeline"), options =>
                    {
                        // The console speaks WebSockets only.
                        options.Transports = HttpTransportType.WebSockets;
                        options.SkipNegotiation = true;
                        signIn(options);
                    })
                    .Build();
                await connection.StartAsync(ct);
                await foreach (var batch in connection.StreamAsync<Batch>("Subscribe", filter, Cursor, ct))
                {
                    // At least once: a row may come twice under its id, and a gap comes again when its changes are known.
                    foreach (var row in batch.Rows)
                        await take(row);
                    Cursor = batch.Cursor;
                }
            }
            catch (HubException refusal) when (refusal.Message.Contains("cursor", StringComparison.OrdinalIgnoreCase) && Cursor is not null)
            {
                // Too old: rows may be missing. Say so to whoever reads what you make of the rows.
                Cursor = null;
            }
            catch (Exception lost) when (lost is HttpRequestException or IOException or System.Net.WebSockets.WebSocketException or OperationCanceledException)
            {
                ct.ThrowIfCancellationRequested();
            }

            await Task.Delay(TimeSpan.FromSeconds(1), ct);
        }
    }
}
