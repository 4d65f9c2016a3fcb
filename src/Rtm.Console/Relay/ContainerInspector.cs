using Rtm.Docker;

namespace Rtm.Console.Relay;

/// <summary>Asks the engine about one container and says what that means for the board.</summary>
internal sealed class ContainerInspector(IContainerReader engine, BoardWriter writer, string engineName, ILogger logger)
{
    public async Task<Action> InspectAsync(string containerId, CancellationToken ct)
    {
        try
        {
            var details = await engine.InspectContainerAsync(containerId, ct);
            return () => writer.Show(details);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            throw;
        }
        catch (ContainerNotFoundException ex)
        {
            Log.ContainerVanished(logger, engineName, containerId, ex.Message);
            return () => writer.Remove(containerId);
        }
        catch (EngineUnreachableException)
        {
            // Nothing of the container's own: the connection's state says it.
            return () => writer.Unread(containerId, reason: null);
        }
#pragma warning disable CA1031 // A fault with one container must show on it and in the log, and must not end the inspects of the others.
        catch (Exception ex)
#pragma warning restore CA1031
        {
            return () =>
            {
                if (writer.Unread(containerId, ex.Message))
                    Log.DetailsUnreadable(logger, ex, engineName, containerId, ex.Message);
            };
        }
    }
}
