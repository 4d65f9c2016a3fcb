using Rtm.Docker;

namespace Rtm.Console.Commands;

/// <summary>A pull: the engine's having the image is itself the proof.</summary>
internal sealed class PullPlanner(CommandOptions options, OperationBoard operations, TimeProvider clock)
{
    private readonly ImageRules _images = new(options);

    public Planned Plan(PullCommand command, EngineDesk desk)
    {
        if (_images.FaultOf(command.Image) is { } fault)
            return new Refusal($"The image can't be pulled: {fault}.");
        return new CommandPlan
        {
            Target = command.Image,
            Request = $"POST /images/create?fromImage={command.Image} ({command.Policy})",
            Act = ct => PullAsync(command, desk.Engine, ct),
            AdviceOn = error => PullAdvice.For(error, command.Policy),
            DoneWords = $"{command.Image} is on engine '{desk.Engine.Name}'.",
        };
    }

    private async Task<string> PullAsync(PullCommand command, IDockerEngine engine, CancellationToken ct)
    {
        await using (var progress = new PullProgressView(command.ActionId, operations, clock))
            await engine.PullImageAsync(command.Image, command.Policy, progress.Writer, ct);
        var image = await engine.InspectImageAsync(command.Image, ct);
        return image.RepoDigests.Count > 0 ? image.RepoDigests[0] : image.Id;
    }
}
