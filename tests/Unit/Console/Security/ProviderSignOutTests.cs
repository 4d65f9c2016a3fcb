using System.Net;
using Rtm.Console.Security;
using Rtm.Tests.Support;
using Xunit;

namespace Rtm.Unit.Tests.Console.Security;

/// <summary>The provider ends sessions by its back and front channel, and nobody else does.</summary>
public sealed class ProviderSignOutTests : SessionTest
{
    [Theory]
    [InlineData(true, "sid", "s-1")]
    [InlineData(true, "sub", "42")]
    [InlineData(true, "exp", null)]
    [InlineData(false, "sid", "s-2")]
    [InlineData(false, "sub", "43")]
    [InlineData(false, "iss", "https://evil.example")]
    [InlineData(false, "aud", "another-client")]
    [InlineData(false, "nonce", "n")]
    [InlineData(false, "exp", 1_600_000_000)]
    [InlineData(false, "iat", 1_600_000_000)]
    [InlineData(false, "iat", null)]
    [InlineData(false, "events", null)]
    public async Task BackChannel_LogoutToken_EndsTheSessionItNamesIfItIsOne(bool ends, string claim, object? value)
    {
        using var browser = await SignInAsync();
        var draft = Provider.LogoutDraft();
        if (claim is "sid" or "sub")
            draft.Claims.Remove(claim == "sid" ? "sub" : "sid");
        draft.Claims[claim] = value;
        if (value is null)
            draft.Claims.Remove(claim);

        using var answer = await PostAsync(draft.Write());

        Assert.Equal(ends ? 0 : 1, Sessions.Live.Count);
        if (ends)
            await AssertEndedAsync(browser, SessionEnd.SignedOut);
    }

    [Fact]
    public async Task BackChannel_UnsignedLogoutToken_IsRefused()
    {
        using var browser = await SignInAsync();
        var draft = Provider.LogoutDraft();
        draft.Header["alg"] = "none";
        draft.Sign = _ => [];

        using var answer = await PostAsync(draft.Write());

        Assert.Equal((HttpStatusCode.BadRequest, 1), (answer.StatusCode, Sessions.Live.Count));
    }

    [Theory]
    [InlineData("s-1", true, 0)]
    [InlineData("s-2", true, 1)]
    [InlineData("s-1", false, 1)]
    [InlineData("", true, 1)]
    public async Task FrontChannel_ByTheProvidersNameOfTheSession_EndsIt(string sid, bool isIssuer, int left)
    {
        using var browser = await SignInAsync();
        using var frame = new CookieBrowser(Running.Address);

        using var answer = await frame.GetAsync($"/signout-frontchannel?iss={Uri.EscapeDataString(isIssuer ? Provider.Issuer.AbsoluteUri.TrimEnd('/') : "https://evil.example")}&sid={sid}", Ct);

        Assert.Equal(left, Sessions.Live.Count);
    }

    private async Task<HttpResponseMessage> PostAsync(string token)
    {
        using var provider = new CookieBrowser(Running.Address);
        return await provider.SendAsync(HttpMethod.Post, "/signout-backchannel", Ct, new FormUrlEncodedContent([new("logout_token", token)]));
    }
}
