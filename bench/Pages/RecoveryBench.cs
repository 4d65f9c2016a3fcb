using System.Diagnostics;
using Microsoft.Playwright;

namespace Rtm.Bench;

/// <summary>"Find the game that crashes, read why, run it with the image it had before, see it healthy": in the console, and with the docker CLI by a script.</summary>
internal sealed class RecoveryBench : IBench
{
    private const int Others = 20;
    private const int Rounds = 3;

    public string Name => "recovery";

    public string Measures => "find the crash-looping game, read why, stop it, run it with the previous image, see it healthy: in Chromium, and by a script with the docker CLI";

    public bool NeedsEngine => true;

    public async Task RunAsync(BenchRun run, CancellationToken ct)
    {
        await using var games = await CrashLoop.BeginAsync(run.Endpoint, Others, ct);
        await using var console = await ConsoleProcess.StartAsync(
            new Dictionary<string, string> { ["bench"] = run.Endpoint }, ct, $"--Rtm:Commands:Images:0=docker.io/{CrashLoop.Repository}", $"--Rtm:Commands:Networks:0={CrashLoop.Network}");
        await using var browser = await BenchBrowser.StartAsync();
        var (inConsole, byScript) = (new List<double>(), new List<double>());
        var (hand, script) = (new Hand(null!), new Script(run.Endpoint));
        for (var round = 0; round < Rounds; round++)
        {
            // A network that comes or goes makes Chromium drop what it loads: the page is there before the crashes begin.
            var page = await browser.EnterAsync(console, "/containers", ConsoleProcess.Operator);
            await page.GetByText($"{Others} containers").WaitForAsync();
            var name = $"rtm-crash-{round}";
            await games.CrashAsync(name, ct);
            hand = new(page);
            inConsole.Add(await SecondsAsync(() => InConsoleAsync(page, hand, name, games.GoodImage)));
            await games.RemoveAsync(name, ct);
            await games.RemoveAsync($"{name}-b", ct);
            await page.Context.CloseAsync();

            await games.CrashAsync(name, ct);
            script = new(run.Endpoint);
            byScript.Add(await SecondsAsync(() => ByScriptAsync(script, ct)));
            await games.RemoveAsync(name, ct);
            await games.RemoveAsync($"{name}-b", ct);
        }

        BenchRun.Head();
        run.Found(Name, $"console, Chromium without a person's pauses p50 (of {Rounds})", inConsole.Percentile(50), "s");
        run.Found(Name, "console, clicks", hand.Clicks, "", 8);
        run.Found(Name, "console, keys", hand.Keys, "");
        run.Found(Name, $"docker CLI by a script p50 (of {Rounds})", byScript.Percentile(50), "s");
        run.Found(Name, "docker CLI, commands", script.Commands, "");
        run.Found(Name, "docker CLI, characters", script.Characters, "");
        run.Found(Name, "console / script", inConsole.Percentile(50) / byScript.Percentile(50), "");
    }

    private static async Task InConsoleAsync(IPage page, Hand hand, string name, string goodImage)
    {
        await hand.ClickAsync(page.GetByRole(AriaRole.Row).Filter(new() { HasText = "Crash-looping" }).GetByRole(AriaRole.Link));
        await hand.ClickAsync(page.GetByRole(AriaRole.Link, new() { Name = "Logs", Exact = true }));
        await page.GetByText(CrashLoop.Reason).First.WaitForAsync();
        await hand.ClickAsync(Button(page, "Stop"));
        await FocusedAsync(page, "grace");
        await hand.PressAsync("Enter");
        await page.GetByText($"{name} was stopped.").First.WaitForAsync();
        await hand.PressAsync("Escape");
        await hand.ClickAsync(Button(page, "Copy as new run"));
        await FocusedAsync(page, "run-name");
        await hand.TypeAsync($"{name}-b");
        await hand.ClickAsync(page.GetByLabel("Image", new() { Exact = true }));
        await hand.PressAsync("End");
        await hand.PressAsync("Backspace");
        await hand.TypeAsync("1");
        // The preview is of what was typed: before that, nobody would press it.
        await page.GetByLabel("Preview").GetByText(goodImage).First.WaitForAsync();
        await hand.ClickAsync(page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Run", Exact = true }));
        await page.GetByText("Running and healthy.").WaitForAsync();
    }

    private static async Task ByScriptAsync(Script docker, CancellationToken ct)
    {
        var list = await docker.RunAsync(ct, "ps", "-a", "--filter", "label=com.galaxy.owner", "--format", "{{.Names}} {{.Image}}", "--filter", "status=restarting");
        for (; list.Length == 0; list = await docker.AgainAsync(ct))
        {
            // It runs for a moment between two crashes.
        }

        var (name, image) = (list.Split(' ', '\n')[0], list.Split(' ', '\n')[1]);
        if (!(await docker.RunAsync(ct, "logs", "--tail", "20", name)).Contains(CrashLoop.Reason, StringComparison.Ordinal))
            throw new InvalidOperationException($"The log of {name} does not say why it crashes.");
        await docker.RunAsync(ct, "inspect", name);
        await docker.RunAsync(ct, "stop", name);
        await docker.RunAsync(
            ct, "run", "-d", "--name", $"{name}-b", "--hostname", name, "--network", CrashLoop.Network, "--cpus", "0.5", "-m", "64m", "--pids-limit", "64",
            "-e", $"GAME={name}", "-e", "SPEED=3", "-l", "com.galaxy.owner=bench", "-l", $"com.galaxy.game={name}", image.Split(':')[0] + ":1");
        var health = await docker.RunAsync(ct, "inspect", "-f", "{{.State.Health.Status}}", $"{name}-b");
        while (!health.StartsWith("healthy", StringComparison.Ordinal))
            health = await docker.AgainAsync(ct);
    }

    private static ILocator Button(IPage page, string name) => page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    private static async Task FocusedAsync(IPage page, string id) => await page.WaitForFunctionAsync("(id) => document.activeElement?.id === id", id);

    private static async Task<double> SecondsAsync(Func<Task> act)
    {
        var start = Stopwatch.GetTimestamp();
        await act();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    /// <summary>Commands as a script gives them; one that is repeated until it says what is wanted counts once.</summary>
    private sealed class Script(string endpoint)
    {
        private string[] _last = [];

        public int Commands { get; private set; }

        public int Characters { get; private set; }

        public Task<string> RunAsync(CancellationToken ct, params string[] arguments)
        {
            _last = arguments;
            Commands++;
            Characters += "docker".Length + arguments.Sum(argument => argument.Length + 1);
            return DockerCli.RunAsync(endpoint, ct, arguments);
        }

        public async Task<string> AgainAsync(CancellationToken ct)
        {
            await Task.Delay(100, ct);
            return await DockerCli.RunAsync(endpoint, ct, _last);
        }
    }
}
