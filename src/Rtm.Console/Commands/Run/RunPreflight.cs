using Rtm.Console.Relay;
using Rtm.Docker;

namespace Rtm.Console.Commands;

/// <summary>What was found out about a specification.</summary>
/// <param name="Spec">As it would be sent: the image by its digest, the labels that the console sets, folders as they really are.</param>
/// <param name="Faults">Every fault, each with its field.</param>
/// <param name="Host">The engine's host.</param>
/// <param name="Image">The image; null where it may not be used or is not there.</param>
internal sealed record RunFindings(RunSpec Spec, IReadOnlyList<RunSpecFault> Faults, EngineInfo Host, ImageDetails? Image);

/// <summary>Looks at everything that stands against a run, at once: the rules, and what the engine has now.</summary>
internal sealed class RunPreflight(RunRules rules, OwnerScope scope)
{
    /// <param name="desk">The engine.</param>
    /// <param name="spec">What to run.</param>
    /// <param name="replaces">The container whose name it may take; null for none.</param>
    /// <param name="actor">Who asks.</param>
    /// <param name="ct">Ends the wait.</param>
    /// <exception cref="EngineException">The engine could not be asked.</exception>
    public async Task<RunFindings> LookAsync(EngineDesk desk, RunSpec spec, string? replaces, Actor actor, CancellationToken ct)
    {
        var engine = desk.Engine;
        // Without the host's size and data folder nothing could be judged.
        var host = desk.Board.Current.Info ?? await engine.GetEngineInfoAsync(ct);
        var (judged, found) = rules.Check(spec, actor, engine.Endpoint, host);
        var faults = new List<RunSpecFault>(found);
        if (IsGood(nameof(spec.Name)) && await HolderAsync(engine, spec.Name, ct) is { } holder && !MayGive(holder))
            faults.Add(new(nameof(spec.Name), $"'{spec.Name}' is the name of another container on engine '{engine.Name}'"));
        if (IsGood(nameof(spec.Network)) && await NetworkFaultAsync(engine, spec.Network, ct) is { } network)
            faults.Add(new(nameof(spec.Network), network));
        var image = IsGood(nameof(spec.Image)) ? await FindImageAsync(engine, spec.Image, faults, ct) : null;
        return new(image is null ? judged : judged with { Image = PinnedTo(image, spec.Image) }, faults, host, image);

        bool IsGood(string field) => faults.All(f => f.Field != field);

        bool MayGive((string Id, IReadOnlyDictionary<string, string> Labels) holder) => holder.Id == replaces && scope.OwnerOf(holder.Labels) is not null;
    }

    /// <summary>Why a container can't join a network that is allowed; null where it can.</summary>
    public static async Task<string?> NetworkFaultAsync(IDockerEngine engine, string network, CancellationToken ct)
    {
        try
        {
            await engine.EnsureNetworkAsync(network, ct);
            return null;
        }
        catch (NetworkMissingException)
        {
            return $"engine '{engine.Name}' has no network '{network}'";
        }
    }

    // Names are the whole engine's, so a container outside the scope takes one as well; a run would tell no less. Hexadecimal digits alone
    // could be the beginning of an id, or of several.
    private static async Task<(string Id, IReadOnlyDictionary<string, string> Labels)?> HolderAsync(IDockerEngine engine, string name, CancellationToken ct)
    {
        if (name.All(char.IsAsciiHexDigitLower))
            return (await engine.ListAsync(new(), ct)).FirstOrDefault(c => c.Hostname == name) is { } listed ? (listed.Id, listed.Labels) : null;
        try
        {
            var found = await engine.InspectContainerAsync(name, ct);
            return (found.Id, found.Labels);
        }
        catch (ContainerNotFoundException)
        {
            return null;
        }
    }

    private static async Task<ImageDetails?> FindImageAsync(IDockerEngine engine, string image, List<RunSpecFault> faults, CancellationToken ct)
    {
        try
        {
            return await engine.InspectImageAsync(image, ct);
        }
        catch (ImageNotFoundException)
        {
            faults.Add(new(nameof(RunSpec.Image), $"'{image}' is not on engine '{engine.Name}'; pull it first"));
            return null;
        }
    }

    // What was checked is what runs: a tag can come to mean another image between the look and the act.
    private static string PinnedTo(ImageDetails found, string image)
    {
        var name = ImageName.TryParse(image)!;
        if (name.Digest.Length > 0)
            return image;
        // An image that no registry knows has no digest; its id pins it as well.
        return found.RepoDigests.FirstOrDefault(d => ImageName.TryParse(d)?.Repository == name.Repository) ?? found.Id;
    }
}
