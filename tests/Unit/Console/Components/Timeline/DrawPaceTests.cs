#pragma warning disable BL0006 // A renderer whose browser the test confirms for.
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.RenderTree;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Rtm.Console.Components.Common;
using Rtm.Console.Components.Timeline;
using Rtm.Console.Relay;
using Rtm.Tests.Support;
using Xunit;

namespace Rtm.Unit.Tests.Console.Components.Timeline;

/// <summary>How often a page draws whose browser is slow to confirm.</summary>
public sealed class DrawPaceTests : IAsyncDisposable
{
    private readonly FakeTimeProvider _clock = new(Rows.Start);
    private readonly FakeEngine _engine = new();
    private readonly ServiceProvider _services;
    private readonly BoardDirectory _directory;
    private readonly SlowBrowser _browser;

    public DrawPaceTests()
    {
        _directory = new(new([_engine]), new(), _clock);
        _services = new ServiceCollection().AddSingleton(_directory).AddSingleton<TimeProvider>(_clock).BuildServiceProvider();
        _browser = new(_services);
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        await _services.DisposeAsync();
        _engine.Dispose();
    }

    [Fact]
    public async Task Draw_LastOneIsNotConfirmed_WaitsAndThenShowsAllAtOnce()
    {
        var page = await _browser.ShowAsync(new(_clock));
        _directory.Timelines[0].Add(Rows.Event(0));
        await Eventually.TrueAsync("the first row drawn", () => page.Drawn == 1, Ct);

        for (var i = 0; i < 5; i++)
        {
            _directory.Timelines[0].Add(Rows.Event(0));
            _clock.Advance(BatchPace.Longest);
        }

        await Eventually.TrueAsync("all rows known", () => page.Known == 6, Ct);
        _browser.Confirm();
        await Eventually.TrueAsync("the rest drawn", () =>
        {
            _clock.Advance(BatchPace.Longest);
            return page.Rows == 6;
        }, Ct);
        Assert.Equal(2, page.Drawn);
    }

    private sealed class Page : TimelineComponent
    {
        private int _drawn;
        private int _rows;

        public int Drawn => Volatile.Read(ref _drawn);

        public int Rows => Volatile.Read(ref _rows);

        public int Known => TakeSnapshots()[0].Rows.Count;

        protected override bool OnRows()
        {
            Interlocked.Increment(ref _drawn);
            Volatile.Write(ref _rows, Known);
            return true;
        }

        protected override void OnTick()
        {
        }
    }

    private sealed class SlowBrowser(IServiceProvider services) : Renderer(services, NullLoggerFactory.Instance)
    {
        private readonly TaskCompletionSource _first = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _batches;

        public override Dispatcher Dispatcher { get; } = Dispatcher.CreateDefault();

        public Task<Page> ShowAsync(PageClock clock) => Dispatcher.InvokeAsync(async () =>
        {
            Page? page = null;
            var root = new CascadingValue<PageClock>();
            await RenderRootComponentAsync(AssignRootComponentId(root), ParameterView.FromDictionary(new Dictionary<string, object?>
            {
                [nameof(root.Value)] = clock,
                [nameof(root.ChildContent)] = (RenderFragment)(builder =>
                {
                    builder.OpenComponent<Page>(0);
                    builder.AddComponentReferenceCapture(1, shown => page = (Page)shown);
                    builder.CloseComponent();
                }),
            }));
            return page!;
        });

        public void Confirm() => _first.TrySetResult();

        protected override void HandleException(Exception exception) => System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(exception);

        // The page's own first draw is confirmed at once, the one with the first row when the test says so.
        protected override Task UpdateDisplayAsync(in RenderBatch renderBatch) => ++_batches == 2 ? _first.Task : Task.CompletedTask;
    }
}
