using System.Diagnostics;
using Rtm.Tests.Support;
using Rtm.Tests.Support.Hostile;

namespace Rtm.Bench;

/// <summary>Into a session, and out of it from elsewhere.</summary>
internal sealed class SessionsBench : IBench
{
    private const int Trials = 50;
    private const int WarmUp = 5;

    // As the configuration has it by default.
    private static readonly TimeSpan CheckInterval = TimeSpan.FromSeconds(30);

    // What one person and one address may do a minute is not what is measured.
    private static readonly string[] Unlimited =
        ["--Rtm:Limits:SignInsPerMinute=100000", "--Rtm:Limits:ConnectionsPerMinute=100000", $"--Rtm:Limits:PagesPerUser={2 * Trials}"];

    public string Name => "sessions";

    public string Measures => "sign-in round trip over HTTP; back-channel sign-out and revocation → the open page is cut, 50 of each; cost of the session's check a call";

    public async Task RunAsync(BenchRun run, CancellationToken ct)
    {
        await using var engine = new LoadEngine(10);
        var engines = new Dictionary<string, string> { ["load"] = engine.Endpoint };
        BenchRun.Head();
        await using (var console = await ConsoleProcess.StartAsync(engines, ct, Unlimited))
            await SignInAsync(run, console, ct);
        await using (var provider = await HostileProvider.StartAsync())
        {
            // Of two settings of one name the last counts: this provider instead of the other.
            await using var console = await ConsoleProcess.StartAsync(engines, ct, [.. Unlimited, $"--Rtm:SignIn:Authority={provider.Issuer}"]);
            await SignOutAsync(run, console, provider, ct);
            await RevokeAsync(run, console, provider, ct);
        }

        await SessionCost.MeasureAsync(run, Name);
    }

    private async Task SignInAsync(BenchRun run, ConsoleProcess console, CancellationToken ct)
    {
        var (whole, page) = (new Samples(), new Samples());
        for (var i = 0; i < Trials + WarmUp; i++)
        {
            var cookie = "";
            await (i < WarmUp ? new() : whole).MeasureAsync(async () => cookie = await console.SignInAsync(ct));
            using var client = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = console.Address };
            client.DefaultRequestHeaders.Add("Cookie", cookie);
            await (i < WarmUp ? new() : page).MeasureAsync(() => client.GetStringAsync("/", ct));
        }

        run.Found(Name, $"sign-in, from the address to the page, over HTTP p50 (of {whole.Count})", whole.Median, "ms");
        run.Found(Name, "sign-in p99", whole.Percentile(99), "ms");
        run.Found(Name, "the same page with a session p50", page.Median, "ms");
    }

    /// <summary>One after the other: the provider's request until the page's connection is cut.</summary>
    private async Task SignOutAsync(BenchRun run, ConsoleProcess console, HostileProvider provider, CancellationToken ct)
    {
        var delays = new List<double>();
        using var client = new HttpClient { BaseAddress = console.Address };
        for (var i = 0; i < Trials + WarmUp; i++)
        {
            provider.Claims["sid"] = $"s-{i}";
            await using var page = await OpenAsync(console, ct);
            var token = provider.Draft(new() { ["sub"] = provider.Claims["sub"], ["sid"] = $"s-{i}", ["jti"] = $"j-{i}" });
            token.Header["typ"] = "logout+jwt";
            token.Claims["events"] = new Dictionary<string, object> { ["http://schemas.openid.net/event/backchannel-logout"] = new { } };
            using var form = new FormUrlEncodedContent([new("logout_token", token.Write())]);
            var start = Stopwatch.GetTimestamp();
            using var answer = await client.PostAsync("/signout-backchannel", form, ct);
            answer.EnsureSuccessStatusCode();
            await page.Ended.WaitAsync(TimeSpan.FromSeconds(60), ct);
            if (i >= WarmUp)
                delays.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        run.Found(Name, $"back-channel sign-out → open page cut p50 (of {delays.Count})", delays.Percentile(50), "ms");
        run.Found(Name, "back-channel sign-out → open page cut, worst", delays.Max(), "ms", 5000);
    }

    /// <summary>All at once, of sessions that began over a whole interval: each is at another place of its own.</summary>
    private async Task RevokeAsync(BenchRun run, ConsoleProcess console, HostileProvider provider, CancellationToken ct)
    {
        var pages = new List<Circuit>();
        try
        {
            for (var i = 0; i < Trials; i++)
            {
                var begun = Stopwatch.GetTimestamp();
                provider.Claims["sid"] = $"r-{i}";
                pages.Add(await OpenAsync(console, ct));
                if (CheckInterval / Trials - Stopwatch.GetElapsedTime(begun) is { Ticks: > 0 } rest)
                    await Task.Delay(rest, ct);
            }

            var revoked = Stopwatch.GetTimestamp();
            provider.UserInfo = null;
            var delays = await Task.WhenAll(pages.Select(async page =>
            {
                await page.Ended.WaitAsync(TimeSpan.FromSeconds(120), ct);
                return Stopwatch.GetElapsedTime(revoked).TotalSeconds;
            }));
            run.Found(Name, $"account revoked → open page cut, check interval {CheckInterval.TotalSeconds:0} s p50 (of {delays.Length})", delays.Percentile(50), "s");
            run.Found(Name, "account revoked → open page cut, worst", delays.Max(), "s", 60);
        }
        finally
        {
            foreach (var page in pages)
                await page.DisposeAsync();
        }
    }

    /// <summary>A page of somebody whom the provider knows: it asks for no name.</summary>
    private static async Task<Circuit> OpenAsync(ConsoleProcess console, CancellationToken ct)
    {
        using var browser = new CookieBrowser(console.Address);
        using var landed = await browser.FollowAsync("/", ct);
        landed.EnsureSuccessStatusCode();
        return await Circuit.OpenAsync(console.Address, browser.CookieHeader, "/containers", _ => { }, ct);
    }
}
