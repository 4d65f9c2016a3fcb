using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Rtm.Docker;

namespace Rtm.Console.Commands;

/// <summary>A container to run: what would be sent, and the plan that sends exactly that.</summary>
internal sealed class RunPlanner(RunRules rules)
{
    public async Task<RunPreview> PreviewAsync(EngineDesk desk, RunSpec spec, Actor actor, CancellationToken ct) =>
        (await PrepareAsync(desk, spec, actor, ct)).Preview;

    public async Task<Planned> PlanAsync(RunCommand command, EngineDesk desk, Actor actor, CancellationToken ct)
    {
        var (spec, preview) = await PrepareAsync(desk, command.Spec, actor, ct);
        if (preview.Faults.Count > 0)
            return new Refusal($"{command.Spec.Name} can't be run: {string.Join("; ", preview.Faults.Select(f => $"{f.Field}: {f.Message}"))}.");
        if (preview.Hash != command.PreviewHash)
            return new Refusal("What would be sent now is not what you saw in the preview: the image's tag has moved, or the form was changed.", "Look at the preview again.");
        return new CommandPlan
        {
            Target = spec.Name,
            Request = $"{preview.Request}\n{preview.MaskedJson}",
            RequestHash = preview.Hash,
            Act = async ct => (await desk.Engine.RunAsync(spec, ct)).ContainerId,
            Effect = new(["start"], shown => shown is { Facts.State: "running" }),
            DoneWords = $"{spec.Name} was started.",
        };
    }

    private async Task<(RunSpec Spec, RunPreview Preview)> PrepareAsync(EngineDesk desk, RunSpec spec, Actor actor, CancellationToken ct)
    {
        var (judged, found) = rules.Check(spec, actor, desk);
        var faults = new List<RunSpecFault>(found);
        var pinned = faults.Any(f => f.Field == nameof(spec.Image)) ? null : await PinAsync(desk.Engine, spec.Image, faults, ct);
        if (faults.All(f => f.Field != nameof(spec.Network)))
            await CheckNetworkAsync(desk.Engine, spec.Network, faults, ct);
        if (desk.Board.Current.Containers.Values.Any(c => c.Name == spec.Name))
            faults.Add(new(nameof(spec.Name), $"'{spec.Name}' is the name of another container"));
        if (faults.Count > 0 || pinned is null)
            return (judged, new() { Faults = faults });
        judged = judged with { Image = pinned };
        var request = desk.Engine.PreviewRun(judged);
        return (judged, new()
        {
            Request = $"{request.Method} {request.Path}",
            MaskedJson = Masked(request.Json),
            Hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{request.Method} {request.Path}\n{request.Json}"))),
            PinnedImage = pinned,
        });
    }

    // What was checked is what runs: a tag can come to mean another image between the look and the act.
    private static async Task<string?> PinAsync(IDockerEngine engine, string image, List<RunSpecFault> faults, CancellationToken ct)
    {
        var name = ImageName.TryParse(image)!;
        try
        {
            var found = await engine.InspectImageAsync(image, ct);
            if (name.Digest.Length > 0)
                return image;
            var digest = found.RepoDigests.FirstOrDefault(d => ImageName.TryParse(d)?.Repository == name.Repository);
            // An image that no registry knows has no digest; its id pins it as well.
            return digest ?? found.Id;
        }
        catch (ImageNotFoundException)
        {
            faults.Add(new(nameof(RunSpec.Image), $"'{image}' is not on engine '{engine.Name}'; pull it first"));
            return null;
        }
    }

    private static async Task CheckNetworkAsync(IDockerEngine engine, string network, List<RunSpecFault> faults, CancellationToken ct)
    {
        try
        {
            await engine.EnsureNetworkAsync(network, ct);
        }
        catch (NetworkMissingException)
        {
            faults.Add(new(nameof(RunSpec.Network), $"engine '{engine.Name}' has no network '{network}'"));
        }
    }

    private const string Mask = "••••";

    private static string Masked(string json)
    {
        var body = JsonNode.Parse(json)!.AsObject();
        if (body.ContainsKey("Env"))
            body["Env"] = body["Env"] switch
            {
                JsonArray lines => new JsonArray([.. lines.Select(line => JsonValue.Create($"{line!.GetValue<string>().Split('=')[0]}={Mask}"))]),
                JsonObject map => new JsonObject(map.Select(entry => KeyValuePair.Create(entry.Key, (JsonNode?)JsonValue.Create(Mask)))),
                _ => Mask,
            };
        return body.ToJsonString(Readable);
    }

    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };
}
