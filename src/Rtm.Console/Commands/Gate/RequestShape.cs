namespace Rtm.Console.Commands;

/// <summary>Whether a request has the form of one, before anything is asked about it.</summary>
internal static class RequestShape
{
    public const int LongestReason = 500;

    private const int FullId = 64;

    public static Refusal? FaultOf(CommandRequest request, CommandOptions options)
    {
        if (!ActionId.IsValid(request.ActionId))
            return new("The command has no valid id of its own.", "Reload the page and try again.");
        if (request.Reason is null || request.Reason.Length > LongestReason)
            return new($"A reason has at most {LongestReason} characters.");
        return request switch
        {
            RecreateCommand { Spec: null } => new("There is nothing to run."),
            ContainerCommand command => ContainerFault(command, options),
            PullCommand pull when !Enum.IsDefined(pull.Policy) => new("There is no such pull policy."),
            RunCommand { Spec: null } => new("There is nothing to run."),
            _ => null,
        };
    }

    private static Refusal? ContainerFault(ContainerCommand command, CommandOptions options)
    {
        if (!IsFullId(command.ContainerId))
            return new("A command names its container by the full id, 64 hex digits: a name or a short id can come to mean another one.");
        if (command.Seen is null || command.Seen.Id != command.ContainerId || string.IsNullOrEmpty(command.Seen.State))
            return new("The command doesn't say what was seen of the container.", "Reload the page and try again.");
        if (command is GraceCommand { Grace: var grace } && (grace < TimeSpan.Zero || grace > options.LongestGrace))
            return new($"The grace must be between 0 and {options.LongestGrace.TotalSeconds:0} s.");
        return null;
    }

    private static bool IsFullId(string? id) => id is { Length: FullId } && id.All(char.IsAsciiHexDigitLower);
}
