using Rtm.Console.Configuration;
using Rtm.Console.Security;
using Rtm.Tests.Support.Hostile;
using Xunit;

namespace Rtm.Unit.Tests.Console.Security;

public sealed class ProviderCheckTests : IClassFixture<LyingProviderTests.Started>
{
    private readonly HostileProvider _provider;

    public ProviderCheckTests(LyingProviderTests.Started started)
    {
        _provider = started.Provider;
        _provider.Reset();
    }

    [Fact]
    public async Task Check_ProviderThatFits_IsZero()
    {
        var (code, report) = await CheckAsync();

        Assert.Equal(0, code);
        Assert.DoesNotContain("error:", report, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("issuer", "https://another.example", "Rtm:SignIn:Authority")]
    [InlineData("token_endpoint", null, "token_endpoint")]
    [InlineData("authorization_endpoint", "nowhere", "authorization_endpoint")]
    public async Task Check_DocumentThatDoesNotFit_SaysWhatIsWrong(string name, string? value, string expected)
    {
        _provider.ForgeDocument = document => document[name] = value;

        var (code, report) = await CheckAsync();

        Assert.Equal(ProviderCheck.Unusable, code);
        Assert.Contains(expected, Assert.Single(report.Split('\n'), line => line.StartsWith("error:", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("response_types_supported", "id_token")]
    [InlineData("code_challenge_methods_supported", "plain")]
    [InlineData("token_endpoint_auth_methods_supported", "client_secret_basic")]
    public async Task Check_WhatIsNeededIsNotOffered_SaysWhat(string name, string offered)
    {
        _provider.ForgeDocument = document => document[name] = new[] { offered };

        var (code, report) = await CheckAsync(secret: "s3cret");

        Assert.Equal(ProviderCheck.Unusable, code);
        Assert.DoesNotContain("s3cret", report, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("post", ProviderCheck.Unusable)]
    [InlineData("basic", 0)]
    public async Task Check_ProviderThatTakesSecretsInTheHeaderAlone_WantsThem(string by, int expected)
    {
        _provider.ForgeDocument = document => document["token_endpoint_auth_methods_supported"] = new[] { "client_secret_basic" };

        var (code, report) = await CheckAsync(secret: "s3cret", by: by);

        Assert.Equal(expected, code);
        Assert.Equal(expected != 0, report.Contains("Rtm:SignIn:ClientSecretBy", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Check_NobodyAnswers_IsUnreachable()
    {
        var (code, report) = await CheckAsync(new Uri("http://127.0.0.1:9/realm"));

        Assert.Equal(ProviderCheck.Unreachable, code);
        Assert.Contains("http://127.0.0.1:9/realm/.well-known/openid-configuration", report, StringComparison.Ordinal);
    }

    private async Task<(int Code, string Report)> CheckAsync(Uri? authority = null, string? secret = null, string by = SignInOptions.Post)
    {
        var options = new SignInOptions
        {
            Authority = authority ?? _provider.Issuer,
            ClientId = "rtm-console",
            ClientSecret = secret,
            ClientSecretBy = by,
            RequireHttps = false,
        };
        using var http = new HttpClient();
        await using var report = new StringWriter();
        var code = await ProviderCheck.RunAsync(options, http, report, TestContext.Current.CancellationToken);
        return (code, report.ToString());
    }
}
