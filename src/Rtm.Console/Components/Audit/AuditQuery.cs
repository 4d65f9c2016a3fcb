using Microsoft.AspNetCore.WebUtilities;
using Rtm.Console.Commands;

namespace Rtm.Console.Components.Audit;

/// <summary>What of the audit is looked at, as the address bar holds it.</summary>
internal sealed record AuditQuery
{
    public const int LongestText = 200;

    public string Text { get; init; } = "";

    public CommandAction? Action { get; init; }

    public CommandResult? Result { get; init; }

    /// <summary>One click's rows alone.</summary>
    public string? ActionId { get; init; }

    /// <summary>Rows before this place; null for the newest.</summary>
    public long? Before { get; init; }

    public AuditFilter Filter => new() { Text = Text, Action = Action, Result = Result, ActionId = ActionId };

    /// <summary>What can't be understood narrows nothing.</summary>
    public static AuditQuery Of(string? text, string? action, string? result, string? actionId, string? before) => new()
    {
        Text = text is null ? "" : text.Trim() is { Length: > LongestText } long_ ? long_[..LongestText] : text.Trim(),
        Action = Named<CommandAction>(action),
        Result = Named<CommandResult>(result),
        ActionId = Rtm.Console.Commands.ActionId.IsValid(actionId) ? actionId : null,
        Before = long.TryParse(before, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var place) ? place : null,
    };

    public string Address(string path) => QueryHelpers.AddQueryString(path, new Dictionary<string, string?>
    {
        ["q"] = Text.Length > 0 ? Text : null,
        ["action"] = Action?.ToString(),
        ["result"] = Result?.ToString(),
        ["id"] = ActionId,
        ["before"] = Before?.ToString(System.Globalization.CultureInfo.InvariantCulture),
    });

    // A number is no name, though Enum.TryParse takes it.
    private static T? Named<T>(string? text)
        where T : struct, Enum => text is not null && Enum.GetNames<T>().Contains(text, StringComparer.Ordinal) ? Enum.Parse<T>(text) : null;
}
