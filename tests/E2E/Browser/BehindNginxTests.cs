using System.Net;
using Microsoft.Playwright;
using Rtm.E2E.Tests.Browser.Support;
using Rtm.E2E.Tests.Support;
using Rtm.Tests.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Rtm.E2E.Tests.Browser;

/// <summary>The console behind deploy/nginx.conf, over TLS.</summary>
public sealed class BehindNginxTests(Chromium chromium) : BrowserTest(chromium)
{
    private readonly TempFolder _folder = new();

    [Fact]
    public async Task Page_BehindDeliveredNginxOverTls_SignsInAndIsLive()
    {
        var engine = new FakeEngine();
        engine.Put(new SampleContainers(TimeProvider.System.GetUtcNow()).EveryState());
        var (tls, plain) = (FreePort.Find(), FreePort.Find());
        var console = 0;
        var site = await KeepAsync(Site.StartAsync(
            Ct, ["--Rtm:Proxies:0=127.0.0.1", "--Rtm:Proxies:1=::1"], Site.OnFakes(engine), reachedAt: port => (console = port, tls).tls, scheme: "https"));
        await KeepAsync(StartNginxAsync(console, tls, plain));
        var page = (await VisitAsync(site, new() { IgnoreHTTPSErrors = true })).Page;

        await page.GotoAsync("/containers?q=game-1");
        await ChooseAsync(page, "ada");

        await Expect(Row(page, "game-1")).ToBeVisibleAsync();
        engine.Die(SampleContainers.IdOf(1), 3);
        await Expect(Row(page, "game-1")).ToContainTextAsync("Crashed, exit 3");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await Expect(Heading(page, "You are signed out")).ToBeVisibleAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }

    private async Task<Nginx> StartNginxAsync(int console, int tls, int plain)
    {
        using var authority = TestAuthority.Create();
        using var certificate = authority.IssueServer();
        authority.WriteFolder(_folder.FullName, certificate);
        var server = Nginx.Delivered("nginx.conf")
            .Replace("listen 443", $"listen 127.0.0.1:{tls}", StringComparison.Ordinal)
            .Replace("listen 80", $"listen 127.0.0.1:{plain}", StringComparison.Ordinal)
            .Replace("127.0.0.1:5000", $"localhost:{console}", StringComparison.Ordinal)
            .Replace("console.example", "localhost", StringComparison.Ordinal)
            .Replace("/etc/ssl/rtm-console/fullchain.pem", _folder.PathOf("cert.pem"), StringComparison.Ordinal)
            .Replace("/etc/ssl/rtm-console/key.pem", _folder.PathOf("key.pem"), StringComparison.Ordinal)
            .Replace("/var/log/nginx/rtm-console.log", _folder.PathOf("access.log"), StringComparison.Ordinal);
        var whole = $$"""
            pid {{_folder.PathOf("pid")}};
            events { }
            http {
                client_body_temp_path {{_folder.PathOf("body")}};
                proxy_temp_path {{_folder.PathOf("proxy")}};
                fastcgi_temp_path {{_folder.PathOf("fastcgi")}};
                uwsgi_temp_path {{_folder.PathOf("uwsgi")}};
                scgi_temp_path {{_folder.PathOf("scgi")}};
                {{server}}
            }
            """;
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        return await Nginx.StartAsync(_folder, whole, async () =>
        {
            try
            {
                using var answer = await http.GetAsync($"http://localhost:{plain}/", Ct);
                return answer.StatusCode == HttpStatusCode.MovedPermanently;
            }
            catch (HttpRequestException)
            {
                return false;
            }
        }, Ct);
    }
}
