using System.Diagnostics;
using System.Net;
using System.Runtime.Versioning;
using Rtm.Console;
using Rtm.E2E.Tests.Support;
using Rtm.Tests.Support;
using Rtm.Tests.Support.Hostile;
using Xunit;

namespace Rtm.E2E.Tests.Deploy;

/// <summary>The console as it is delivered, in Production, started from a folder that is not its own.</summary>
[Collection(WithPublishedApp.Name)]
[SupportedOSPlatform("linux")]
public sealed class PublishedAppTests(PublishedApp app)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Start_WithoutAuthority_RefusesAndNamesTheKey()
    {
        using var process = app.Start();

        var words = await process.StandardError.ReadToEndAsync(Ct);
        await process.WaitForExitAsync(Ct);

        Assert.Equal(78, process.ExitCode);
        Assert.Contains("Rtm:SignIn:Authority", words, StringComparison.Ordinal);
    }

    [Fact]
    public void Publish_Output_HoldsNeitherTheDevelopmentProviderNorTests()
    {
        string[] strangers = ["DevIdp", "OpenIddict", "Tests", "xunit", "bunit", "Playwright", "Probe", "EntityFrameworkCore.Design"];
        var files = Directory.EnumerateFiles(app.Folder, "*", SearchOption.AllDirectories).Select(Path.GetFileName);

        Assert.DoesNotContain(files, file => strangers.Any(stranger => file!.Contains(stranger, StringComparison.OrdinalIgnoreCase)));
    }

    [Fact]
    public async Task Start_WithAuthority_ServesHealthAndItsOwnAssets()
    {
        var address = new Uri($"http://localhost:{FreePort.Find()}");
        using var process = app.Start(
            "--urls", address.AbsoluteUri, "--Rtm:SignIn:Authority=https://sign-in.galaxy.example", "--Rtm:SignIn:ClientId=rtm-console",
            "--Rtm:Engines:0:Endpoint=unix:///run/rtm-no-such/docker.sock");
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false }) { BaseAddress = address };
        try
        {
            await Tool.WaitUntilAsync("the published console to listen", TimeSpan.FromSeconds(30), () => AnswersAsync(http, process), Ct);

            Assert.Equal("Healthy", await http.GetStringAsync(ConsoleHost.HealthPath, Ct));
            foreach (var asset in new[] { "/app.css", "/layout.css", "/_content/MudBlazor/MudBlazor.min.css", "/_framework/blazor.web.js", "/fonts/roboto-latin-400-normal.woff2" })
            {
                using var response = await http.GetAsync(asset, Ct);
                Assert.True(response.StatusCode == HttpStatusCode.OK, $"{asset}: {response.StatusCode}");
            }

            using var page = await http.GetAsync("/containers", Ct);
            Assert.Equal((HttpStatusCode.Redirect, "/signin"), (page.StatusCode, new Uri(address, page.Headers.Location!).AbsolutePath));
            Assert.False(Directory.Exists(Path.Combine(app.Folder, "data")));
        }
        finally
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
        }
    }

    [Fact]
    public async Task SignIn_AsNobodyInAReadOnlyRoot_Works()
    {
        await using var provider = await HostileProvider.StartAsync();
        var address = FreePort.Address();
        // In Development, because only there a provider may be reached without TLS.
        using var process = await app.StartAsNobodyAsync(
            Ct, "--environment", "Development", "--urls", address.AbsoluteUri, $"--Rtm:SignIn:Authority={provider.Issuer}", "--Rtm:SignIn:ClientId=rtm-console",
            "--Rtm:Engines:0:Endpoint=unix:///run/rtm-no-such/docker.sock", $"--Rtm:DataProtection:Directory={app.Data}/keys", $"--Rtm:History:File={app.Data}/history.db");
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = address };
        using var browser = new CookieBrowser(address);
        try
        {
            await Tool.WaitUntilAsync("the published console to listen", TimeSpan.FromSeconds(60), () => AnswersAsync(http, process), Ct);

            using var page = await browser.FollowAsync("/containers", Ct);

            Assert.Equal((HttpStatusCode.OK, "/containers"), (page.StatusCode, page.RequestMessage!.RequestUri!.AbsolutePath));
        }
        finally
        {
            await PublishedApp.EndAsync(process);
        }

        var written = await Tool.RunAsync(Tool.AsRoot("find", app.Data, "-type", "f", "-user", "65534"), input: null, Ct);
        Assert.Contains("/history.db", written, StringComparison.Ordinal);
        Assert.Contains("/keys/key-", written, StringComparison.Ordinal);
    }

    private static async Task<bool> AnswersAsync(HttpClient http, Process process)
    {
        if (process.HasExited)
            throw new ToolFailedException($"the published console exited with {process.ExitCode}: {await process.StandardError.ReadToEndAsync(Ct)}");

        try
        {
            using var response = await http.GetAsync(ConsoleHost.HealthPath, Ct);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
