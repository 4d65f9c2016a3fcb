using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Rtm.Console.Components.Common;
using Rtm.Console.Inspection;
using Rtm.Console.Security;

namespace Rtm.Console.Components.ContainerTabs;

/// <summary>The environment: names for everybody, values for an operator who asks, which is written down.</summary>
public sealed partial class EnvCard : ComponentBase, IDisposable
{
    private const int LongestValue = 4000;

    private readonly CancellationTokenSource _stop = new();
    private IReadOnlyList<KeyValuePair<string, string>>? _values;
    private string? _fault;
    private bool _mayReveal;
    private bool _asking;

    [Parameter, EditorRequired] public required ContainerSheet Sheet { get; set; }

    [CascadingParameter] private Task<AuthenticationState>? State { get; set; }

    [Inject] private SecretDesk Secrets { get; set; } = default!;

    [Inject] private IAuthorizationService Authorization { get; set; } = default!;

    // The desk checks again; this only says why before anybody presses.
    private string? Refusal => !Secrets.CanRecord ? "Values stay hidden: revealing them has to be written down, and this console keeps no audit."
        : !_mayReveal ? "Revealing values takes the role operator or admin." : null;

    private IEnumerable<(string Name, string Value)> Rows => _values is { } values
        ? values.Select(pair => (pair.Key, SafeText.Of(pair.Value, LongestValue)))
        : Sheet.EnvNames.Select(name => (name, ContainerSheet.Masked));

    protected override async Task OnParametersSetAsync()
    {
        if (State is not null)
            _mayReveal = (await Authorization.AuthorizeAsync((await State).User, Policies.Operator)).Succeeded;
    }

    private async Task RevealAsync()
    {
        if (_asking || State is null)
            return;
        _asking = true;
        _fault = null;
        try
        {
            _values = await Secrets.RevealEnvAsync((await State).User, Sheet.Engine, Sheet.Id, _stop.Token);
        }
        catch (Exception ex) when (ex is DeskException or UnauthorizedAccessException or RevealNotRecordedException)
        {
            _fault = ex.Message;
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
        }
        finally
        {
            _asking = false;
        }
    }

    private void Hide() => _values = null;

    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
    }
}
