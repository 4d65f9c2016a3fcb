using Rtm.Docker;
using Rtm.E2E.Tests.Engine.Support;
using Rtm.E2E.Tests.Support;
using Xunit;

namespace Rtm.E2E.Tests.Engine;

public sealed class LogTests(SharedEngine shared)
{
    private const int LongestLine = 16 * 1024;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ReadLogs_BothStreams_ToldApart()
    {
        await using var sandbox = new Sandbox(shared.Engine);
        var id = await sandbox.RunToEndAsync("both", "echo out; echo err >&2", Ct);

        var lines = await ReadAsync(sandbox, id, new LogQuery());

        Assert.Equal([(LogSource.Stderr, "err"), (LogSource.Stdout, "out")], lines.Select(line => (line.Source, line.Text)).OrderBy(line => line.Text, StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(true, false, "out")]
    [InlineData(false, true, "err")]
    public async Task ReadLogs_OneStreamWanted_GivesOnlyThat(bool stdout, bool stderr, string expected)
    {
        await using var sandbox = new Sandbox(shared.Engine);
        var id = await sandbox.RunToEndAsync(expected, "echo out; echo err >&2", Ct);

        var lines = await ReadAsync(sandbox, id, new LogQuery { Stdout = stdout, Stderr = stderr });

        Assert.Equal([expected], lines.Select(line => line.Text));
    }

    [Fact]
    public async Task ReadLogs_Terminal_IsOneStreamWithoutCarriageReturns()
    {
        await using var sandbox = new Sandbox(shared.Engine);
        var id = await sandbox.CreateAsync("terminal", Ct, "--tty", SharedEngine.Image, "sh", "-c", "echo out; echo err >&2; printf '\\033[31mred\\n'");
        await sandbox.Docker.StartAsync(id, Ct);
        await sandbox.StatusAsync(id, "exited", Ct);

        var lines = await ReadAsync(sandbox, id, new LogQuery());

        Assert.Equal(["out", "err", "\e[31mred"], lines.Select(line => line.Text));
        Assert.All(lines, line => Assert.Equal(LogSource.Stdout, line.Source));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(1000)]
    public async Task ReadLogs_Tail_GivesTheLastLines(int tail)
    {
        await using var sandbox = new Sandbox(shared.Engine);
        var id = await sandbox.RunToEndAsync("tailed", "seq 1 20", Ct);

        var lines = await ReadAsync(sandbox, id, new LogQuery { Tail = tail });

        Assert.Equal(Numbers(1, 20).TakeLast(tail), lines.Select(line => line.Text));
    }

    [Fact]
    public async Task ReadLogs_SinceAndUntil_GiveTheLinesBetween()
    {
        await using var sandbox = new Sandbox(shared.Engine);
        var id = await sandbox.RunToEndAsync("timed", "for i in 1 2 3 4; do echo $i; sleep 0.1; done", Ct);
        var all = await ReadAsync(sandbox, id, new LogQuery());

        var since = await ReadAsync(sandbox, id, new LogQuery { Since = Between(all, 0) });
        var until = await ReadAsync(sandbox, id, new LogQuery { Until = Between(all, 1) });
        var both = await ReadAsync(sandbox, id, new LogQuery { Since = Between(all, 0), Until = Between(all, 2) });

        Assert.Equal(["2", "3", "4"], since.Select(line => line.Text));
        Assert.Equal(["1", "2"], until.Select(line => line.Text));
        Assert.Equal(["2", "3"], both.Select(line => line.Text));

        static DateTimeOffset Between(IReadOnlyList<LogLine> lines, int index) =>
            lines[index].Time!.Value + (lines[index + 1].Time!.Value - lines[index].Time!.Value) / 2;
    }

    [Fact]
    public async Task ReadLogs_TimesOfLines_AreTheEngines()
    {
        await using var sandbox = new Sandbox(shared.Engine);
        var id = await sandbox.RunToEndAsync("stamped", "echo now", Ct);

        var line = Assert.Single(await ReadAsync(sandbox, id, new LogQuery()));

        var details = await sandbox.Docker.InspectContainerAsync(id, Ct);
        Assert.InRange(line.Time!.Value, details.CreatedAt!.Value, details.FinishedAt!.Value + TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task ReadLogs_Follow_GivesLinesAsTheyComeAndEndsWithTheContainer()
    {
        await using var sandbox = new Sandbox(shared.Engine);
        var id = await sandbox.RunUntilReadyAsync(
            sandbox.ShellSpec("followed", "trap 'echo more' USR1; trap 'exit 0' TERM; echo ready; while :; do sleep 0.1; done"), Ct);
        var heard = new List<string>();

        await foreach (var line in sandbox.Docker.ReadLogsAsync(id, new LogQuery { Follow = true }, Ct))
        {
            heard.Add(line.Text);
            await sandbox.Docker.KillAsync(id, heard.Count == 1 ? "USR1" : "TERM", Ct);
        }

        Assert.Equal(["ready", "more"], heard);
    }

    [Fact]
    public async Task ReadLogs_FollowCancelled_EndsPromptly()
    {
        await using var sandbox = new Sandbox(shared.Engine);
        var id = await sandbox.RunUntilReadyAsync(sandbox.ShellSpec("silent", "echo ready; sleep 1000"), Ct);
        using var caller = new CancellationTokenSource();
        await using var lines = sandbox.Docker.ReadLogsAsync(id, new LogQuery { Follow = true }, caller.Token).GetAsyncEnumerator(Ct);
        await lines.MoveNextAsync();
        var next = lines.MoveNextAsync().AsTask();

        await caller.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next.WaitAsync(TimeSpan.FromSeconds(5), Ct));
    }

    [Fact]
    public async Task ReadLogs_LineOf100KB_IsCutAndTheNextIsWhole()
    {
        await using var sandbox = new Sandbox(shared.Engine);
        var id = await sandbox.RunToEndAsync("wide", "head -c 102400 /dev/zero | tr '\\0' x; echo; echo after", Ct);

        var lines = await ReadAsync(sandbox, id, new LogQuery());

        Assert.Equal([(new string('x', LongestLine), true), ("after", false)], lines.Select(line => (line.Text, line.Truncated)));
    }

    [Fact]
    public async Task ReadLogs_TenThousandLines_AllComeInOrder()
    {
        await using var sandbox = new Sandbox(shared.Engine);
        var id = await sandbox.RunToEndAsync("long", "seq 1 10000", Ct);

        var lines = await ReadAsync(sandbox, id, new LogQuery());

        Assert.Equal(Numbers(1, 10_000), lines.Select(line => line.Text));
    }

    [Fact]
    public async Task ReadLogs_BinaryBytes_BecomeTextWithoutLosingLines()
    {
        await using var sandbox = new Sandbox(shared.Engine);
        var id = await sandbox.RunToEndAsync("binary", "printf 'a\\377\\376b\\000\\001\\n'; echo after", Ct);

        var lines = await ReadAsync(sandbox, id, new LogQuery());

        Assert.Equal(["a\uFFFD\uFFFDb\0\u0001", "after"], lines.Select(line => line.Text));
    }

    [Fact]
    public async Task ReadLogs_Absent_IsNotFound()
    {
        await using var sandbox = new Sandbox(shared.Engine);

        await Assert.ThrowsAsync<ContainerNotFoundException>(() => ReadAsync(sandbox, sandbox.NameOf("absent"), new LogQuery()));
    }

    [Fact]
    public async Task ReadLogs_DriverThatKeepsNothing_SaysSo()
    {
        await using var sandbox = new Sandbox(shared.Engine);
        var id = await sandbox.CreateAsync("unlogged", Ct, "--log-driver", "none", SharedEngine.Image);
        await sandbox.Docker.StartAsync(id, Ct);

        var failure = await Assert.ThrowsAnyAsync<EngineException>(() => ReadAsync(sandbox, id, new LogQuery()));

        Assert.Contains("configured logging driver does not support reading", failure.Message, StringComparison.Ordinal);
    }

    private static async Task<IReadOnlyList<LogLine>> ReadAsync(Sandbox sandbox, string id, LogQuery query) =>
        await sandbox.Docker.ReadLogsAsync(id, query, Ct).ToListAsync(Ct);

    private static IEnumerable<string> Numbers(int first, int count) =>
        Enumerable.Range(first, count).Select(number => number.ToString(System.Globalization.CultureInfo.InvariantCulture));
}
