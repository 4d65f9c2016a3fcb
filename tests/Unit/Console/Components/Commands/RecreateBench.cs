using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Rtm.Console.Commands;
using Rtm.Console.Components.Commands;
using Rtm.Console.Security;
using Rtm.Docker;
using Rtm.Tests.Support;

namespace Rtm.Unit.Tests.Console.Components.Commands;

/// <summary>The dialog that recreates game-0001, whose preview is good.</summary>
internal sealed class RecreateBench : IAsyncDisposable
{
    public static readonly string Hash = new('a', 64);

    public RecreateBench(ContainerDetails? container = null, bool hasAudit = true)
    {
        Dialog = new(Roles.Admin, services =>
        {
            if (hasAudit)
                services.AddSingleton<IRevealAudit>(Audit);
        });
        Dialog.Page.Engine.Put((container ?? new SampleContainers(Dialog.Page.Clock.GetUtcNow()).Healthy()) with { Name = "game-0001" });
        Desk.Preview = spec => new() { Request = "POST", MaskedJson = "{}", Hash = Hash, PinnedImage = spec.Image };
    }

    public FakeAudit Audit { get; } = new();

    public DialogBench Dialog { get; }

    public FakeDesk Desk => Dialog.Desk;

    public async Task OpenAsync(string state = "running")
    {
        await Dialog.OpenAsync<RecreateDialog>(state);
        await Dialog.Provider.UntilFoundAsync("#run-image");
    }

    public string? Value(string selector) => Dialog.Provider.Find(selector).GetAttribute("value");

    public async Task<RecreateCommand> ConfirmAsync()
    {
        await Dialog.TypeAsync("#typed", "game-0001");
        await Dialog.ConfirmAsync();
        return (RecreateCommand)Desk.Submitted[^1];
    }

    public ValueTask DisposeAsync() => Dialog.DisposeAsync();
}
