using Microsoft.AspNetCore.Components;

namespace Rtm.Console.Components.Timeline;

/// <summary>Which columns there are beside those that every table has.</summary>
public readonly record struct RowColumns(bool Container, bool Engine);

/// <summary>What stands in a row's cells, all but its age: the same for every viewer, and drawn once for them all. Razor wrote and encoded it.</summary>
/// <param name="Time">When it happened.</param>
/// <param name="Rest">The cells after the first.</param>
public sealed record RowMarkup(MarkupString Time, MarkupString Rest);
