using Rtm.Console.Commands;
using Rtm.Console.Relay;

namespace Rtm.Console.Components.Commands;

/// <summary>Images to complete: what was pulled from here, those of the engines' containers, what ran before, and the allowed registries themselves.</summary>
internal static class ImageSuggestions
{
    private const int Most = 50;

    public static IReadOnlyList<string> Of(
        string engine, IEnumerable<BoardSnapshot> boards, OperationsSnapshot operations, EarlierImages earlier, CommandOptions options)
    {
        var rules = new ImageRules(options);
        var pulled = operations.Finished
            .Where(o => o.Action == CommandAction.Pull && o.Outcome?.Result == CommandResult.Done)
            .Select(o => o.Target)
            .Reverse();
        // The chosen engine's own first, then what others run.
        var known = boards.OrderByDescending(b => b.Engine == engine).SelectMany(b => b.Containers.Values.OrderByDescending(c => c.CreatedAt).Select(c => c.Image));
        return
        [
            .. pulled.Concat(known).Concat(earlier.Images)
                .Where(image => rules.FaultOf(image) is null)
                // A tag is what people know an image by.
                .OrderBy(image => image.Contains('@', StringComparison.Ordinal))
                .Concat(options.Images.Select(allowed => $"{allowed}/"))
                .Distinct(StringComparer.Ordinal).Take(Most),
        ];
    }
}
