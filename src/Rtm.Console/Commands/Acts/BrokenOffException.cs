namespace Rtm.Console.Commands;

/// <summary>An act of several steps that did not come to its end: what of it was done, and what to do now.</summary>
/// <param name="result">How it ended.</param>
/// <param name="words">What was done and what not.</param>
/// <param name="advice">What to do.</param>
/// <param name="produced">The container that matters now.</param>
internal sealed class BrokenOffException(CommandResult result, string words, string advice, string produced) : Exception(words)
{
    public CommandOutcome OutcomeOf(string actionId) => new(actionId, result, Message, advice) { Produced = produced };
}
