using System.Net;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.DependencyInjection;
using Rtm.Tests.Support;
using Xunit;

namespace Rtm.Unit.Tests.Console.Security;

public class FailureTests
{
    [Theory]
    [InlineData("/", true)]
    [InlineData("/_blazor/negotiate", false)]
    public async Task Failure_Unexpected_IsANumberForPeopleAndABareStatusForPrograms(string path, bool isPage)
    {
        await using var console = await RunningConsole.StartAsync(withProvider: false, builder => builder.Services
            .PostConfigure<OpenIdConnectOptions>(OpenIdConnectDefaults.AuthenticationScheme, _ => throw new NotSupportedException("inner workings")));
        using var browser = new CookieBrowser(console.Address);

        using var answer = await browser.GetAsync(path, TestContext.Current.CancellationToken);

        var body = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.Equal(isPage, body.Contains("<code>", StringComparison.Ordinal));
        Assert.DoesNotContain("inner workings", body, StringComparison.Ordinal);
        Assert.True(answer.Headers.Contains("Content-Security-Policy"));
    }
}
