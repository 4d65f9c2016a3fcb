using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Rtm.Console.Security;
using Rtm.E2E.Tests.Browser.Support;
using Rtm.Tests.Support;
using Xunit;

namespace Rtm.E2E.Tests.SignIn;

/// <summary>A certified provider that believes the console only by its secret in the header, at the pushed request, for the code and at each refresh.</summary>
public sealed class ConfidentialClientTests
{
    private const string Secret = "s3cret: 100 % of /+&=";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Secret, HttpStatusCode.OK)]
    [InlineData("another", HttpStatusCode.ServiceUnavailable)]
    public async Task SignIn_SecretInTheHeader_IsAskedForAndRenews(string secret, HttpStatusCode expected)
    {
        OidcProvider provider = null!;
        await using var site = await Site.StartAsync(
            Ct, ["--Rtm:Sessions:CheckInterval=00:00:01", $"--Rtm:SignIn:ClientSecret={secret}", "--Rtm:SignIn:ClientSecretBy=basic"], Site.OnFakes(),
            authority: async console => (provider = await OidcProvider.StartAsync(console, Ct, accessTokenSeconds: 30, Secret)).Issuer);
        await using var stop = provider;
        using var browser = new CookieBrowser(site.Address);

        using var form = await browser.FollowAsync("/containers", Ct);
        Assert.Equal(expected, form.StatusCode);
        if (expected != HttpStatusCode.OK)
            return;

        using var landed = await browser.FollowAsync(
            form.RequestMessage!.RequestUri!.AbsoluteUri, Ct, new FormUrlEncodedContent([new("user", "vera"), new("password", "vera")]));
        Assert.Equal((HttpStatusCode.OK, "/containers"), (landed.StatusCode, landed.RequestMessage!.RequestUri!.AbsolutePath));
        var session = Assert.Single(site.Services.GetRequiredService<SessionRegistry>().Live);
        var before = session.Record.AccessToken;
        await Eventually.ValueAsync("renewed tokens", async () =>
        {
            (await browser.GetAsync("/containers", Ct)).Dispose();
            return session.Record.AccessToken;
        }, token => token != before, Ct, TimeSpan.FromSeconds(60));
        Assert.Null(session.End);
    }
}
