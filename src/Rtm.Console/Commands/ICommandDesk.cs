using System.Security.Claims;
using Rtm.Docker;

namespace Rtm.Console.Commands;

/// <summary>The one way up: what a page may ask for. Everything is judged here, whatever the page let through.</summary>
public interface ICommandDesk
{
    /// <summary>Takes a command and returns at once. The same <see cref="CommandRequest.ActionId"/> again gives the same ticket and one effect.</summary>
    CommandTicket Submit(ClaimsPrincipal person, CommandRequest request);

    /// <summary>Calls off a pull that runs. What was refused or can't be called off comes back as words; null where it is being called off.</summary>
    Task<string?> CancelAsync(ClaimsPrincipal person, string actionId, CancellationToken ct);

    /// <summary>What a run would send, and every fault at once; nothing is changed.</summary>
    /// <param name="person">Who asks.</param>
    /// <param name="engine">The engine's name.</param>
    /// <param name="spec">What to run.</param>
    /// <param name="replaces">The full id of the container whose place it takes, and with it the name; null where it takes none's.</param>
    /// <param name="ct">Ends the wait.</param>
    Task<RunPreview> PreviewAsync(ClaimsPrincipal person, string engine, RunSpec spec, string? replaces, CancellationToken ct);

    /// <summary>Whether the person's role allows the action, for a button to say so. The gate asks again.</summary>
    Task<bool> MayAsync(ClaimsPrincipal person, CommandAction action);
}

/// <summary>What a run would send.</summary>
public sealed record RunPreview
{
    /// <summary>Every fault, each with its field; empty when it can be run.</summary>
    public IReadOnlyList<RunSpecFault> Faults { get; init; } = [];

    /// <summary>Method and path; empty while there are faults.</summary>
    public string Request { get; init; } = "";

    /// <summary>The exact body with secrets masked; empty while there are faults.</summary>
    public string MaskedJson { get; init; } = "";

    /// <summary>SHA-256 over method, path and the unmasked body, in hex: what <see cref="RunCommand.PreviewHash"/> must carry.</summary>
    public string Hash { get; init; } = "";

    /// <summary>The image as it will be sent: by digest or id, so that what was checked is what runs.</summary>
    public string PinnedImage { get; init; } = "";

    /// <summary>What the image proposes; null where there is none that may be used.</summary>
    public ImageProposal? Proposal { get; init; }

    /// <summary>Whether it was looked at.</summary>
    public bool IsJudged => Hash.Length > 0 || Faults.Count > 0;

    /// <summary>Why it could not be looked at: no right, engine silent; empty where it was.</summary>
    public string Refusal { get; init; } = "";
}
