using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;
using Rtm.Console.Components.Commands;
using Rtm.Console.Relay;
using Rtm.Console.Verdicts;

namespace Rtm.Unit.Tests.Console.Components.Commands;

/// <summary>A dialog over a page whose board the test writes.</summary>
internal sealed class DialogBench : IAsyncDisposable
{
    public DialogBench(string role, Action<IServiceCollection>? services = null)
    {
        services?.Invoke(Page.Services);
        Page.SignIn(role);
        Provider = Page.Dialogs();
    }

    public PageBench Page { get; } = new();

    public FakeDesk Desk => Page.Desk;

    public IRenderedComponent<MudDialogProvider> Provider { get; }

    /// <summary>Ends when the dialog was left.</summary>
    public Task Left { get; private set; } = Task.CompletedTask;

    public static BoardContainer Container(string state, string? name = null) => PageBench.Container(1, name, new ContainerFacts { State = state });

    /// <summary>Puts the container on the board and opens the dialog about it.</summary>
    public async Task OpenAsync<T>(string state, params (string Name, object Value)[] more)
        where T : ContainerDialog
    {
        Show(state);
        var parameters = new DialogParameters<T> { { d => d.Container, Container(state) } };
        foreach (var (name, value) in more)
            parameters.Add(name, value);
        await OpenAsync(parameters);
    }

    public async Task OpenAsync<T>(DialogParameters<T> parameters)
        where T : IComponent
    {
        await Provider.InvokeAsync(() => { Left = Page.Resolve<CommandDialogs>().ShowAsync(parameters); });
        Provider.WaitForElement("[role=dialog]");
    }

    public void Show(string state) => Page.Board.ShowList([Container(state)]);

    public AngleSharp.Dom.IElement Button(string name) => Provider.FindAll("[role=dialog] button").Single(b => b.TextContent.Trim() == name);

    public bool HasButton(string name) => Provider.FindAll("[role=dialog] button").Any(b => b.TextContent.Trim() == name);

    public Task ConfirmAsync() => Provider.Find("[role=dialog] form").SubmitAsync();

    public Task TypeAsync(string selector, string text) => Provider.Find(selector).InputAsync(text);

    public string Text => Provider.Find("[role=dialog]").TextContent;

    public ValueTask DisposeAsync() => Page.DisposeAsync();
}
