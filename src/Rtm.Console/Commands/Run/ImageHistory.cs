using Rtm.Console.Relay;

namespace Rtm.Console.Commands;

/// <summary>Images of earlier times.</summary>
/// <param name="Images">The newest first.</param>
/// <param name="Fault">What could not be read, in an operator's words; empty where all could.</param>
public sealed record EarlierImages(IReadOnlyList<string> Images, string Fault)
{
    public static EarlierImages None { get; } = new([], "");
}

/// <summary>Which images were pulled from here and which ran before, as the history knows it: also from before the last start.</summary>
public sealed class ImageHistory(ScopedArchive timeline, IAuditReader? audit = null)
{
    private const int MostRows = 200;

    private static readonly TimelineFilter Starts = new() { Actions = ["start"] };
    private static readonly AuditFilter Pulls = new() { Action = CommandAction.Pull, Kind = AuditKind.Outcome, Result = CommandResult.Done };

    public async Task<EarlierImages> ReadAsync(CancellationToken ct)
    {
        var (images, faults) = (new List<string>(), new List<string>());
        try
        {
            if (audit is not null)
                images.AddRange((await audit.ReadBeforeAsync(Pulls, null, MostRows, ct)).Select(pull => pull.Row.Target));
        }
        catch (AuditUnavailableException error)
        {
            faults.Add(error.Message);
        }

        try
        {
            images.AddRange((await timeline.ReadBeforeAsync(Starts, null, MostRows, ct)).OfType<TimelineEvent>().Select(start => start.Image));
        }
        catch (ArchiveUnavailableException error)
        {
            faults.Add(error.Message);
        }

        return new([.. images.Distinct(StringComparer.Ordinal)], string.Join(" ", faults.Distinct()));
    }
}
