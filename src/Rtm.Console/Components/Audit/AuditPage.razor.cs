using Microsoft.AspNetCore.Components;
using Rtm.Console.Commands;

namespace Rtm.Console.Components.Audit;

/// <summary>Who asked for what, why, and what became of it. Everybody with a role may read it: secrets were masked before.</summary>
public sealed partial class AuditPage : ComponentBase, IDisposable
{
    private const int Page = 100;

    private static readonly CommandResult[] Results = [.. Enum.GetValues<CommandResult>().Where(r => r != CommandResult.Accepted)];

    private readonly CancellationTokenSource _stop = new();
    private AuditQuery _query = new();
    private IReadOnlyList<AuditEntry>? _rows;
    private AuditCheck? _check;
    private string _text = "";
    private string _fault = "";
    private bool _checking;

    [SupplyParameterFromQuery(Name = "q")] private string? QueryText { get; set; }

    [SupplyParameterFromQuery(Name = "action")] private string? QueryAction { get; set; }

    [SupplyParameterFromQuery(Name = "result")] private string? QueryResult { get; set; }

    [SupplyParameterFromQuery(Name = "id")] private string? QueryId { get; set; }

    [SupplyParameterFromQuery(Name = "before")] private string? QueryBefore { get; set; }

    [Inject] private IAuditReader Audit { get; set; } = default!;

    [Inject] private NavigationManager Navigation { get; set; } = default!;

    protected override Task OnParametersSetAsync()
    {
        _query = AuditQuery.Of(QueryText, QueryAction, QueryResult, QueryId, QueryBefore);
        _text = _query.Text;
        return ReadAsync();
    }

    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
    }

    private async Task ReadAsync()
    {
        try
        {
            (_rows, _fault) = (await Audit.ReadBeforeAsync(_query.Filter, _query.Before, Page, _stop.Token), "");
        }
        catch (AuditUnavailableException ex)
        {
            _fault = ex.Message;
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
        }
    }

    private async Task CheckAsync()
    {
        _checking = true;
        try
        {
            (_check, _fault) = (await Audit.CheckAsync(_stop.Token), "");
        }
        catch (AuditUnavailableException ex)
        {
            (_check, _fault) = (null, ex.Message);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
        }
        finally
        {
            _checking = false;
        }
    }

    private void Show() => Go(_query with { Text = _text.Trim(), Before = null });

    private void Go(AuditQuery query) => Navigation.NavigateTo(query.Address("/audit"));

    private string Export(string format) => (_query with { Before = null }).Address($"/api/audit/{format}");

    private static T? Parse<T>(ChangeEventArgs e)
        where T : struct, Enum => Enum.TryParse<T>((string?)e.Value, out var value) ? value : null;
}
