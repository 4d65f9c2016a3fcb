using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.DependencyInjection;

namespace Rtm.Bench;

/// <summary>
/// A page as its server sees it: a real circuit over a real WebSocket, which takes and confirms every render batch and answers every call
/// to JavaScript as an idle browser would. It draws nothing, so that hundreds fit beside the server they load.
/// </summary>
internal sealed partial class Circuit : IAsyncDisposable
{
    private const int JsObjectResult = 1;

    private readonly HubConnection _connection;
    private readonly Action<ReadOnlyMemory<byte>> _drawn;
    private readonly TaskCompletionSource _attached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<long> _watched = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _calls;
    private long _batches;

    private Circuit(Uri console, string cookie, Action<ReadOnlyMemory<byte>> drawn)
    {
        _drawn = drawn;
        var builder = new HubConnectionBuilder().WithUrl(new Uri(console, "/_blazor"), options =>
        {
            options.Transports = HttpTransportType.WebSockets;
            options.SkipNegotiation = true;
            options.Headers["Origin"] = console.GetLeftPart(UriPartial.Authority);
            options.Headers["Cookie"] = cookie;
        });
        builder.Services.AddSingleton<IHubProtocol, BlazorPack>();
        _connection = builder.Build();
        _connection.On<long, byte[]>("JS.RenderBatch", DrawAsync);
        _connection.On<long, string, string, int, long, int>("JS.BeginInvokeJS", (handle, name, args, result, _, _) => AnswerAsync(handle, name, args, result));
        _connection.On<string>("JS.Error", error => Failure = error);
        _connection.Closed += _ =>
        {
            _ended.TrySetResult();
            return Task.CompletedTask;
        };
    }

    public string? Failure { get; private set; }

    /// <summary>Done once the page has lost its console; it does not come back.</summary>
    public Task Ended => _ended.Task;

    public long Batches => Volatile.Read(ref _batches);

    public static async Task<Circuit> OpenAsync(Uri console, string cookie, string path, Action<ReadOnlyMemory<byte>> drawn, CancellationToken ct)
    {
        using var client = new HttpClient(new HttpClientHandler { UseCookies = false }) { BaseAddress = console };
        client.DefaultRequestHeaders.Add("Cookie", cookie);
        var page = await client.GetStringAsync(path, ct);
        var markers = Marker().Matches(page).Select(found => found.Groups[1].Value).ToArray();
        if (markers.Length == 0)
            throw new InvalidOperationException($"{path} holds no interactive component.");
        var circuit = new Circuit(console, cookie, drawn);
        await circuit._connection.StartAsync(ct);
        var state = State().Match(page).Groups[1].Value;
        await circuit._connection.InvokeAsync<string>("StartCircuit", console.AbsoluteUri, new Uri(console, path).AbsoluteUri, "[]", state, ct);
        await circuit._attached.Task.WaitAsync(TimeSpan.FromSeconds(60), ct);
        var operations = markers.Select((marker, i) => string.Create(CultureInfo.InvariantCulture, $$"""{"type":"add","ssrComponentId":{{i + 1}},"marker":{{marker}}}"""));
        await circuit._connection.SendAsync("UpdateRootComponents", $$"""{"batchId":1,"operations":[{{string.Join(',', operations)}}]}""", state, ct);
        return circuit;
    }

    /// <summary>Scrolls to the end of a timeline once: the page shows older rows.</summary>
    public async Task ScrollDownAsync(CancellationToken ct)
    {
        var component = await _watched.Task.WaitAsync(TimeSpan.FromSeconds(60), ct);
        var call = Interlocked.Increment(ref _calls).ToString(CultureInfo.InvariantCulture);
        await _connection.SendAsync("BeginInvokeDotNetFromJS", call, null, "BottomNear", component, "[]", ct);
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private Task DrawAsync(long batch, byte[] bytes)
    {
        Interlocked.Increment(ref _batches);
        _drawn(bytes);
        return _connection.SendAsync("OnRenderCompleted", batch, null);
    }

    private async Task AnswerAsync(long handle, string name, string args, int result)
    {
        if (name == "Blazor._internal.attachWebRendererInterop")
            _attached.TrySetResult();
        if (name == "watch" && DotNetObject().Match(args) is { Success: true } found)
            _watched.TrySetResult(long.Parse(found.Groups[1].Value, CultureInfo.InvariantCulture));
        if (handle == 0)
            return;
        var value = result == JsObjectResult ? string.Create(CultureInfo.InvariantCulture, $$"""{"__jsObjectId":{{Interlocked.Increment(ref _calls)}}}""") : "null";
        await _connection.SendAsync("EndInvokeJSFromDotNet", handle, true, string.Create(CultureInfo.InvariantCulture, $"[{handle},true,{value}]"));
    }

    [GeneratedRegex(@"<!--Blazor:(\{""type"":""server"".*?\})-->")]
    private static partial Regex Marker();

    [GeneratedRegex("<!--Blazor-Server-Component-State:(.*?)-->")]
    private static partial Regex State();

    [GeneratedRegex(@"""__dotNetObject"":(\d+)")]
    private static partial Regex DotNetObject();
}
