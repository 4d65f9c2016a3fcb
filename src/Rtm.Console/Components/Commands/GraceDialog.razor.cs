using System.Globalization;
using Microsoft.AspNetCore.Components;
using Rtm.Console.Commands;

namespace Rtm.Console.Components.Commands;

/// <summary>Stops or restarts a container with a chosen grace, and can shorten the wait once it is on.</summary>
public sealed partial class GraceDialog : ContainerDialog
{
    private string _fault = "";
    private bool _killed;

    /// <summary>Whether it is started again afterwards.</summary>
    [Parameter] public bool Restart { get; set; }

    [Inject] private CommandOptions Options { get; set; } = default!;

    protected override CommandAction Action => Restart ? CommandAction.Restart : CommandAction.Stop;

    private string Verb => OperationWords.Capital(CommandWords.Verb(Action));

    private int Longest => (int)Options.LongestGrace.TotalSeconds;

    private string Grace => Draft.Grace ?? Options.DefaultGrace.TotalSeconds.ToString("0", CultureInfo.InvariantCulture);

    private Task ConfirmAsync()
    {
        if (!int.TryParse(Grace, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) || seconds > Longest)
        {
            _fault = $"Must be a whole number of seconds from 0 to {Longest}.";
            return Task.CompletedTask;
        }

        _fault = "";
        var grace = TimeSpan.FromSeconds(seconds);
        var seen = SeenContainer.Of(Shown);
        return SendAsync(id => Restart
            ? new RestartCommand { ActionId = id, Engine = Shown.Engine, ContainerId = Shown.Id, Seen = seen, Reason = Draft.Reason, Grace = grace }
            : new StopCommand { ActionId = id, Engine = Shown.Engine, ContainerId = Shown.Id, Seen = seen, Reason = Draft.Reason, Grace = grace });
    }

    private Task KillNowAsync()
    {
        if (_killed)
            return Task.CompletedTask;
        _killed = true;
        return SendBesideAsync(id => new KillCommand
        {
            ActionId = id,
            Engine = Shown.Engine,
            ContainerId = Shown.Id,
            Seen = SeenContainer.Of(Current ?? Shown),
            Reason = Draft.Reason,
        });
    }
}
