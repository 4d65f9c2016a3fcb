using System.Security.Cryptography;
using System.Text;
using Rtm.Console.Masking;
using Rtm.Docker;

namespace Rtm.Console.Commands;

/// <summary>A container to run: what would be sent, and the plan that sends exactly that.</summary>
internal sealed class RunPlanner(RunPreflight preflight, ImageProposals proposals)
{
    /// <inheritdoc cref="ICommandDesk.PreviewAsync"/>
    public async Task<RunPreview> PreviewAsync(EngineDesk desk, RunSpec spec, string? replaces, Actor actor, CancellationToken ct)
    {
        var found = await preflight.LookAsync(desk, spec, replaces, actor, ct);
        var proposal = found.Image is { } image ? await proposals.OfAsync(desk.Engine, image, found.Host, actor, ct) : null;
        return (found.Faults.Count > 0 ? new() { Faults = found.Faults } : PreviewOf(found, desk.Engine.PreviewRun(found.Spec))) with { Proposal = proposal };
    }

    public async Task<Planned> PlanAsync(RunSpec spec, string previewHash, string? replaces, EngineDesk desk, Actor actor, CancellationToken ct)
    {
        var found = await preflight.LookAsync(desk, spec, replaces, actor, ct);
        if (found.Faults.Count > 0)
            return new Refusal($"{spec.Name} can't be run: {string.Join("; ", found.Faults.Select(f => $"{f.Field}: {f.Message}"))}.");
        // Made once: this object is compared with what was seen, noted in the audit and sent.
        var request = desk.Engine.PreviewRun(found.Spec);
        var preview = PreviewOf(found, request);
        if (preview.Hash != previewHash)
            return new Refusal("What would be sent now is not what you saw in the preview: the image's tag has moved, or the form was changed.", "Look at the preview again.");
        return new CommandPlan
        {
            Target = request.Name,
            Request = $"{preview.Request}\n{preview.MaskedJson}",
            RequestHash = preview.Hash,
            Act = async ct => (await desk.Engine.RunAsync(request, ct)).ContainerId,
            Effect = new(["start"], shown => shown is { Facts.State: "running" }),
            DoneWords = $"{request.Name} was started.",
        };
    }

    private static RunPreview PreviewOf(RunFindings found, CreateRequest request) => new()
    {
        Request = $"{request.Method} {request.Path}",
        MaskedJson = JsonMask.Of(request.Json, SecretMask.Of(found.Spec.Env.Select(variable => $"{variable.Key}={variable.Value}"))),
        Hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{request.Method} {request.Path}\n{request.Json}"))),
        PinnedImage = found.Spec.Image,
    };
}
