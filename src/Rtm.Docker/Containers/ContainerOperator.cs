using System.Globalization;
using Docker.DotNet.Models;

namespace Rtm.Docker;

/// <summary>Starts, stops, restarts, kills, renames and removes containers of one engine.</summary>
internal sealed class ContainerOperator(EngineConnection connection, ContainerReader reader, ContainerRunner runner) : IContainerOperator
{
    public CreateRequest PreviewRun(RunSpec spec) => runner.Preview(spec);

    public Task<RunResult> RunAsync(CreateRequest request, CancellationToken ct) => runner.RunAsync(request, ct);

    public async Task<RunResult> RunAsync(RunSpec spec, CancellationToken ct) => await runner.RunAsync(runner.Preview(spec), ct).ConfigureAwait(false);

    public async Task StartAsync(string containerId, CancellationToken ct)
    {
        var call = new EngineCall("start container", containerId ?? "", EngineSubject.Container, Acts: true);
        var id = await reader.ResolveAsync(call, ct).ConfigureAwait(false);
        await connection.CallAsync(
            call,
            connection.Deadlines.Change,
            token => connection.Library.Containers.StartContainerAsync(id, new ContainerStartParameters(), token),
            ct).ConfigureAwait(false);
    }

    public Task StopAsync(string containerId, TimeSpan timeout, CancellationToken ct) => EndAsync("stop", containerId, timeout, ct);

    public Task RestartAsync(string containerId, TimeSpan timeout, CancellationToken ct) => EndAsync("restart", containerId, timeout, ct);

    public async Task KillAsync(string containerId, string signal, CancellationToken ct)
    {
        var call = new EngineCall("kill container", containerId ?? "", EngineSubject.Container, Acts: true);
        if (!EngineNames.IsSignal(signal))
            throw new InvalidReferenceException(
                connection.Failure(call),
                $"'{HarmlessText.Of(signal ?? "")}' is not a signal: write its name, such as SIGTERM, or its number, 1 to 64. Docker Engine '{connection.Name}' was not asked to kill container '{HarmlessText.Of(call.Target)}'.");
        var id = await reader.ResolveAsync(call, ct).ConfigureAwait(false);
        await connection.CallAsync(
            call,
            connection.Deadlines.Change,
            token => connection.Library.Containers.KillContainerAsync(id, new ContainerKillParameters { Signal = signal }, token),
            ct).ConfigureAwait(false);
    }

    public async Task RenameAsync(string containerId, string name, CancellationToken ct)
    {
        var call = new EngineCall("rename container", containerId ?? "", EngineSubject.Container, Acts: true);
        if (!EngineNames.IsContainerName(name))
            throw new InvalidReferenceException(
                connection.Failure(call),
                $"'{HarmlessText.Of(name ?? "")}' is not a name: write a letter or digit, then letters, digits, '_', '.' or '-'. Docker Engine '{connection.Name}' was not asked to rename container '{HarmlessText.Of(call.Target)}'.");
        var id = await reader.ResolveAsync(call, ct).ConfigureAwait(false);
        await connection.CallAsync(
            call,
            connection.Deadlines.Change,
            token => connection.Library.Containers.RenameContainerAsync(id, new ContainerRenameParameters { NewName = name }, token),
            ct).ConfigureAwait(false);
    }

    public async Task RemoveAsync(string containerId, CancellationToken ct)
    {
        var call = new EngineCall("remove container", containerId ?? "", EngineSubject.Container, Acts: true);
        try
        {
            var id = await reader.ResolveAsync(call, ct).ConfigureAwait(false);
            await connection.CallAsync(
                call,
                connection.Deadlines.Change,
                token => connection.Library.Containers.RemoveContainerAsync(id, new ContainerRemoveParameters { Force = false }, token),
                ct).ConfigureAwait(false);
        }
        catch (ContainerNotFoundException)
        {
            // Gone is what was asked for.
        }
    }

    // Our own request: the library leaves out a grace period of 0, and the engine then waits its default 10 s.
    private async Task EndAsync(string verb, string containerId, TimeSpan timeout, CancellationToken ct)
    {
        var call = new EngineCall($"{verb} container", containerId ?? "", EngineSubject.Container, Acts: true);
        var id = await reader.ResolveAsync(call, ct).ConfigureAwait(false);
        var seconds = GracePeriod.WholeSeconds(timeout);
        await connection.SendAsync(
            call,
            TimeSpan.FromSeconds(seconds) + connection.Deadlines.StopMargin,
            HttpMethod.Post,
            string.Create(CultureInfo.InvariantCulture, $"containers/{id}/{verb}?t={seconds}"),
            json: null,
            read: _ => true,
            ct).ConfigureAwait(false);
    }
}

/// <summary>A grace period as the engine takes it.</summary>
internal static class GracePeriod
{
    // A timer can't wait longer; nobody waits 24 days for a game to end.
    private const double Longest = int.MaxValue / 1000.0 - 86_400;

    /// <summary>Whole seconds, half away from zero, never below 0. Source: the seed's <c>max(int(timeout.Round(time.Second).Seconds()), 0)</c>.</summary>
    public static int WholeSeconds(TimeSpan timeout) =>
        (int)Math.Clamp(Math.Round(timeout.TotalSeconds, MidpointRounding.AwayFromZero), 0, Longest);
}
