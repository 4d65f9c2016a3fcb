using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.WebUtilities;
using Rtm.DevIdp;
using Xunit;

namespace Rtm.Unit.Tests.Console.Security;

public sealed class DevIdpTests(SignInTests.Started started) : IClassFixture<SignInTests.Started>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Production", "http://localhost:5001")]
    [InlineData("Staging", "http://localhost:5001")]
    [InlineData("Development", "http://0.0.0.0:5001")]
    [InlineData("Development", "http://*:5001")]
    [InlineData("Development", "http://login.example.org")]
    [InlineData("Development", "https://localhost:5001")]
    [InlineData("Development", "localhost")]
    public void Build_NotLoopbackDevelopment_Refuses(string environment, string url) =>
        Assert.Throws<DevIdpRefusedException>(() => DevIdpHost.Build(new DevIdpOptions { Environment = environment, Url = url }));

    [Theory]
    [InlineData("client_id", "another")]
    [InlineData("redirect_uri", "https://evil.example/signin-oidc")]
    [InlineData("redirect_uri", "{console}signin-oidc/")]
    [InlineData("redirect_uri", "{console}")]
    [InlineData("code_challenge", null)]
    [InlineData("code_challenge_method", "plain")]
    [InlineData("response_type", "token")]
    public async Task Authorize_RequestThatIsNotTheConsoles_GivesNoCode(string parameter, string? value)
    {
        using var browser = await started.Console.SignInAsync("ada", Ct);
        browser.Cookies.Remove("__Host-rtm");
        using var challenge = await browser.GetAsync("/signin", Ct);
        var request = challenge.Headers.Location!;
        var parameters = QueryHelpers.ParseQuery(request.Query).ToDictionary(pair => pair.Key, pair => pair.Value.ToString());
        parameters.Remove(parameter);
        if (value is not null)
            parameters[parameter] = value.Replace("{console}", started.Console.Address.AbsoluteUri, StringComparison.Ordinal);

        using var answer = await browser.GetAsync(request.GetLeftPart(UriPartial.Path) + new QueryBuilder(parameters), Ct);

        Assert.DoesNotContain("code=", answer.Headers.Location?.Query ?? "", StringComparison.Ordinal);
        Assert.Contains("error", (answer.Headers.Location?.Query ?? "") + await answer.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
    }
}
