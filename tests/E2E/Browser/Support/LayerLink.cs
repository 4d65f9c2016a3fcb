namespace Rtm.E2E.Tests.Browser.Support;

/// <summary>The way from an engine to a registry, on which a layer can be held up in the middle, and cut. Manifests are small and pass.</summary>
public sealed class LayerLink(int registry) : TcpProxy(registry)
{
    private const int Passes = 256 * 1024;

    private volatile LayerHold? _hold;

    /// <summary>From now on every layer stops half way.</summary>
    public LayerHold Hold() => _hold = new();

    protected override async Task AnswerAsync(Stream server, Stream client, CancellationToken ct)
    {
        var buffer = new byte[16 * 1024];
        for (var passed = 0; await server.ReadAsync(buffer, ct) is > 0 and var read; passed += read)
        {
            if (passed >= Passes && _hold is { } hold)
                await hold.WaitAsync(ct);
            await client.WriteAsync(buffer.AsMemory(0, read), ct);
        }
    }
}

/// <summary>Layers that are held up.</summary>
public sealed class LayerHold
{
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _goOn = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>A layer is in the middle.</summary>
    public Task Reached => _reached.Task.WaitAsync(TimeSpan.FromSeconds(60));

    public void GoOn() => _goOn.TrySetResult();

    internal Task WaitAsync(CancellationToken ct)
    {
        _reached.TrySetResult();
        return _goOn.Task.WaitAsync(ct);
    }
}
