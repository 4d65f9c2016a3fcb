using System.Text.Json;
using Docker.DotNet.Models;

namespace Rtm.Docker;

/// <summary>Creates and starts one container, and leaves nothing behind when that fails.</summary>
internal sealed class ContainerRunner(EngineConnection connection, string logDriver, string logOptions)
{
    public CreateRequest Preview(RunSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        if (spec.Validate() is { Count: > 0 } faults)
            throw new RunSpecInvalidException(connection.Failure(Call("create container", spec.Name)), faults);
        return CreateBody.RequestFor(spec, logDriver, logOptions);
    }

    public async Task<RunResult> RunAsync(CreateRequest request, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(request);
        ct.ThrowIfCancellationRequested();
        var id = await CreateAsync(request, ct).ConfigureAwait(false);
        try
        {
            await connection.CallAsync(
                Call("start container", request.Name),
                connection.Deadlines.Change,
                token => connection.Library.Containers.StartContainerAsync(id, new ContainerStartParameters(), token),
                ct).ConfigureAwait(false);
        }
        catch (Exception)
        {
            await CleanUpAsync(request.Name, id).ConfigureAwait(false);
            throw;
        }
        return new RunResult
        {
            ContainerId = id,
            EngineEndpoint = new Uri($"http://{request.Hostname}:{DockerEngine.EnginePort}"),
            StartedAt = connection.Clock.GetUtcNow(),
        };
    }

    // A create that is given up half-way may still happen in the engine, and only its answer tells the id to clean up. So a cancellation
    // doesn't cut it off: it only shortens the wait to the clean-up's own deadline.
    private async Task<string> CreateAsync(CreateRequest request, CancellationToken ct)
    {
        using var patience = new CancellationTokenSource(Timeout.InfiniteTimeSpan, connection.Clock);
        await using var shorten = ct.Register(() => patience.CancelAfter(connection.Deadlines.Cleanup)).ConfigureAwait(false);
        var call = Call("create container", request.Name) with { Acts = true };
        string id;
        try
        {
            id = await connection
                .SendAsync(call, connection.Deadlines.Change, new HttpMethod(request.Method), request.Path, request.Json, IdIn, patience.Token)
                .ConfigureAwait(false);
        }
        catch (OperationCanceledException error) when (ct.IsCancellationRequested)
        {
            throw new OperationCanceledException($"Cancelled: create container '{request.Name}' on Docker Engine '{connection.Name}'; the engine did not say whether it exists.", error, ct);
        }
        if (!ct.IsCancellationRequested)
            return id;
        await CleanUpAsync(request.Name, id).ConfigureAwait(false);
        throw new OperationCanceledException($"Cancelled: create container '{request.Name}' on Docker Engine '{connection.Name}'.", ct);
    }

    private static string IdIn(byte[] answer) =>
        JsonSerializer.Deserialize(answer, EngineJson.Default.CreatedBody)?.Id is { } id && EngineNames.IsFullId(id)
            ? id
            : throw new JsonException("The answer names no container id.");

    private async Task CleanUpAsync(string name, string id)
    {
        try
        {
            await connection.CallAsync(
                Call("clean up container", name),
                connection.Deadlines.Cleanup,
                token => connection.Library.Containers.RemoveContainerAsync(id, new ContainerRemoveParameters { Force = true }, token),
                CancellationToken.None).ConfigureAwait(false);
        }
        catch (ContainerNotFoundException)
        {
            // Gone is what was asked for.
        }
        catch (Exception error) when (error is EngineException or ObjectDisposedException)
        {
            // The start's own error is the one to report; this one must not replace it.
            connection.Logger.CleanUpFailed(name, id, connection.Name, error);
        }
    }

    private static EngineCall Call(string operation, string? name) => new(operation, name ?? "", EngineSubject.Container);
}
