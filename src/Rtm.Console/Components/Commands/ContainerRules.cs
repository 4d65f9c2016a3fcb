using Rtm.Console.Commands;

namespace Rtm.Console.Components.Commands;

/// <summary>Which actions make sense in which state, for a page to offer them. The gate decides.</summary>
internal static class ContainerRules
{
    /// <summary>Why an action makes no sense; null where it does.</summary>
    public static string? WhyNot(CommandAction action, string state) => action switch
    {
        CommandAction.Start when ContainerStates.IsUp(state) => $"It is {state} already.",
        CommandAction.Stop or CommandAction.Kill when !ContainerStates.IsUp(state) => $"It is {state}: there is nothing to {CommandWords.Verb(action)}.",
        CommandAction.Remove when ContainerStates.IsUp(state) => $"It is {state}. Stop it first: a removal never forces.",
        _ => null,
    };
}
