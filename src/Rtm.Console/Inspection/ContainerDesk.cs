using System.Runtime.CompilerServices;
using Rtm.Console.Relay;
using Rtm.Docker;

namespace Rtm.Console.Inspection;

/// <summary>
/// Reads one container for whoever looks at it. Every call inspects it anew and looks at its owner first; what is foreign, unknown or no full
/// id is absent, in the same words. Waits are bounded by the engine's deadlines.
/// </summary>
public sealed class ContainerDesk(EngineRegistry registry, OwnerScope scope, TimeProvider clock)
{
    private const int IdLength = 64;

    /// <summary>All that may be shown of it without a reveal.</summary>
    /// <exception cref="DeskException">It is absent, or the engine could not be asked.</exception>
    public async Task<ContainerSheet> ReadAsync(string engine, string id, CancellationToken ct)
    {
        var (_, details, owner) = await FindAsync(engine, id, ct);
        return ContainerSheet.Of(engine, owner, details, clock.GetUtcNow());
    }

    /// <summary>Its log, line by line.</summary>
    /// <inheritdoc cref="ReadAsync" path="/exception"/>
    public IAsyncEnumerable<LogLine> ReadLogsAsync(string engine, string id, LogQuery query, CancellationToken ct) =>
        StreamAsync(engine, id, (host, token) => host.ReadLogsAsync(id, query, token), ct);

    /// <summary>What it uses, about once a second.</summary>
    /// <inheritdoc cref="ReadAsync" path="/exception"/>
    public IAsyncEnumerable<ContainerStats> StreamStatsAsync(string engine, string id, CancellationToken ct) =>
        StreamAsync(engine, id, (host, token) => host.StreamStatsAsync(id, token), ct);

    internal async Task<(IDockerEngine Engine, ContainerDetails Details, string Owner)> FindAsync(string engine, string id, CancellationToken ct)
    {
        if (!IsFullId(id) || registry.Engines.FirstOrDefault(e => e.Name == engine) is not { } host)
            throw DeskException.Absent();
        try
        {
            var details = await host.InspectContainerAsync(id, ct);
            return details.Id == id && scope.OwnerOf(details.Labels) is { } owner ? (host, details, owner) : throw DeskException.Absent();
        }
        catch (EngineException ex)
        {
            throw Translated(ex);
        }
    }

    /// <summary>The image of a container that was found; null where the engine has it no more.</summary>
    internal async Task<ImageDetails?> FindImageAsync(string engine, string imageId, CancellationToken ct)
    {
        try
        {
            return await registry.Engines.First(e => e.Name == engine).InspectImageAsync(imageId, ct);
        }
        catch (Exception ex) when (ex is ImageNotFoundException or InvalidReferenceException)
        {
            return null;
        }
        catch (EngineException ex)
        {
            throw Translated(ex);
        }
    }

    private async IAsyncEnumerable<T> StreamAsync<T>(
        string engine, string id, Func<IDockerEngine, CancellationToken, IAsyncEnumerable<T>> open, [EnumeratorCancellation] CancellationToken ct)
    {
        var (host, _, _) = await FindAsync(engine, id, ct);
        await using var items = open(host, ct).GetAsyncEnumerator(ct);
        while (await NextAsync(items))
            yield return items.Current;
    }

    private static async ValueTask<bool> NextAsync<T>(IAsyncEnumerator<T> items)
    {
        try
        {
            return await items.MoveNextAsync();
        }
        catch (EngineException ex)
        {
            throw Translated(ex);
        }
    }

    private static DeskException Translated(EngineException ex) =>
        ex is ContainerNotFoundException or InvalidReferenceException ? DeskException.Absent() : DeskException.Unreadable(ex.Message, ex);

    private static bool IsFullId(string id) => id.Length == IdLength && id.All(char.IsAsciiHexDigitLower);
}
