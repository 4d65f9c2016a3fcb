using Rtm.Console.Commands;
using Rtm.Console.Components.Commands;
using Rtm.Console.Components.Common;

namespace Rtm.Console.Components.Audit;

/// <summary>Rows of the audit in words.</summary>
internal static class AuditWords
{
    public static string What(CommandAction action) => CommandWords.Verb(action);

    public static string Severity(CommandResult result) => OperationWords.Severity(result);

    public static string Lines(string text) => string.Join('\n', text.Split('\n').Select(line => SafeText.Of(line, 4000)));
}
