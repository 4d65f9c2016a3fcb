using Rtm.Console.Commands;
using Rtm.Console.Components.Common;
using Rtm.Docker;

namespace Rtm.Console.Components.Commands;

/// <summary>The live preflight: it looks once the typing rests, and again by itself, because engines change meanwhile.</summary>
public sealed partial class RunForm
{
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(5);

    private readonly TypingPause _typing = new(TimeSpan.FromMilliseconds(300));
    private RunPreview _preview = new();
    private RunSpec? _previewed;
    private IReadOnlyList<RunSpecFault> _faults = [];
    private ImageProposal? _proposal;
    private int _look;
    private int _underWay;
    private DateTimeOffset _lookedAt;
    private IReadOnlyList<Operation> _finished = [];

    protected override void OnInitialized()
    {
        base.OnInitialized();
        _finished = Operations.Finished;
        Clock.Ticked += OnSecond;
    }

    /// <summary>What has just ended may have brought the image or freed the name.</summary>
    protected override void OnChanged()
    {
        if (ReferenceEquals(Operations.Finished, _finished))
            return;
        _finished = Operations.Finished;
        _lookedAt = default;
    }

    public override ValueTask DisposeAsync()
    {
        Clock.Ticked -= OnSecond;
        GC.SuppressFinalize(this);
        return base.DisposeAsync();
    }

    private void OnSecond()
    {
        if (_underWay == 0 && Clock.Now - _lookedAt >= Again)
            _ = LookAgainAsync();
    }

    private async Task LookAgainAsync()
    {
        try
        {
            await LookAsync();
        }
        catch (Exception ex) when (ex is not (OperationCanceledException or ObjectDisposedException))
        {
            await DispatchExceptionAsync(ex);
        }
    }

    private async Task OnTypedAsync()
    {
        // An answer to what was typed before says nothing any more.
        _look++;
        if (await _typing.RestsAsync(Time, Gone))
            await LookAsync();
    }

    /// <summary>Looks at what is typed now; whoever else fills the draft says so by it.</summary>
    internal async Task LookAsync()
    {
        var look = ++_look;
        _typing.CallOff();
        _lookedAt = Clock.Now;
        _underWay++;
        try
        {
            Draft.Take(_proposal);
            var (spec, faults, preview) = await AskAsync();
            // What the image proposes changes what is asked, once.
            if (look == _look && preview.Refusal.Length == 0 && Draft.Take(_proposal = preview.Proposal))
                (spec, faults, preview) = await AskAsync();
            if (look != _look)
                return;
            // What is no number is said once, by who read it.
            _faults = [.. faults, .. preview.Faults.Where(f => faults.All(known => known.Field != f.Field))];
            (_preview, _previewed) = (faults.Count == 0 ? preview : preview with { Faults = _faults, Hash = "" }, spec);
            StateHasChanged();
        }
        finally
        {
            _underWay--;
        }
    }

    private async Task<(RunSpec Spec, IReadOnlyList<RunSpecFault> Faults, RunPreview Preview)> AskAsync()
    {
        var (spec, faults) = Draft.Read();
        return (spec, faults, await Desk.PreviewAsync((await State).User, Draft.Engine, spec, Replaces, Gone));
    }
}
