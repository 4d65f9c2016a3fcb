using System.Globalization;
using System.Net;
using System.Text.Json;
using Rtm.Tests.Support;
using Xunit;

namespace Rtm.Unit.Tests.Console.Exports;

/// <summary>The audit as a file, over HTTP, from the real store.</summary>
public sealed class AuditExportTests(AuditSite site) : IClassFixture<AuditSite>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("csv")]
    [InlineData("json")]
    public async Task Export_Anonymous_IsRefusedWithoutAWord(string format)
    {
        using var browser = new CookieBrowser(site.Console.Address);

        using var response = await browser.GetAsync($"/api/audit/{format}", Ct);

        Assert.Equal((HttpStatusCode.Unauthorized, ""), (response.StatusCode, await response.Content.ReadAsStringAsync(Ct)));
    }

    [Theory]
    [InlineData("nora", HttpStatusCode.Forbidden)]
    [InlineData("vera", HttpStatusCode.OK)]
    [InlineData("otto", HttpStatusCode.OK)]
    [InlineData("ada", HttpStatusCode.OK)]
    public async Task Export_WhoeverMaySeeThePage_MayHaveTheFile(string user, HttpStatusCode status)
    {
        using var browser = await site.Console.SignInAsync(user, Ct);

        using var response = await browser.GetAsync("/api/audit/csv?q=plain", Ct);

        Assert.Equal(status, response.StatusCode);
    }

    [Fact]
    public async Task Export_AnotherMethod_IsRefused()
    {
        using var browser = await site.Console.SignInAsync("ada", Ct);

        using var response = await browser.SendAsync(HttpMethod.Delete, "/api/audit/csv", Ct);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
    }

    [Fact]
    public async Task Csv_MoreThanOnePage_HasEveryRowOnceNewestFirst()
    {
        var lines = await LinesAsync("/api/audit/csv");

        Assert.StartsWith("sequence,at,asked_at,kind,action_id", lines[0], StringComparison.Ordinal);
        Assert.Equal(
            Enumerable.Range(1, AuditSite.Rows).Reverse(),
            lines.Skip(1).Select(line => int.Parse(line.Split(',')[0], CultureInfo.InvariantCulture)));
    }

    [Fact]
    public async Task Json_Filtered_HasTheRowsThatMatchAllOfTheFilter()
    {
        using var rows = JsonDocument.Parse(await GetAsync("/api/audit/json?q=PLAIN&action=Restart&result=Failed"));

        Assert.Equal([AuditSite.Rows - 1], rows.RootElement.EnumerateArray().Select(row => row.GetProperty("sequence").GetInt32()));
    }

    [Fact]
    public async Task Json_OneAction_HasItsRowsAlone()
    {
        using var rows = JsonDocument.Parse(await GetAsync($"/api/audit/json?id={AuditSite.Formula.ActionId}"));

        Assert.Equal(["Intent"], rows.RootElement.EnumerateArray().Select(row => row.GetProperty("row").GetProperty("kind").GetString()));
    }

    /// <summary>A file of everything must not pass for the file of what was asked for.</summary>
    [Theory]
    [InlineData("action=stop", "action")]
    [InlineData("action=3", "action")]
    [InlineData("result=Done,Failed&action=Stop", "result")]
    [InlineData("id=' OR 1=1 --", "id")]
    public async Task Export_FilterThatCantBeUnderstood_IsRefusedAndNamed(string query, string key)
    {
        using var browser = await site.Console.SignInAsync("vera", Ct);

        using var response = await browser.GetAsync($"/api/audit/csv?{query.Replace(" ", "%20", StringComparison.Ordinal)}", Ct);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal($"This can't be understood: {key}. Nothing was exported.", await response.Content.ReadAsStringAsync(Ct));
    }

    [Fact]
    public async Task Csv_FormulasAndEscapesInEveryText_AreHarmless()
    {
        var lines = await LinesAsync($"/api/audit/csv?id={AuditSite.Formula.ActionId}");

        var cells = Assert.Single(lines.Skip(1));
        Assert.Contains(",'=cmd|' /C calc'!A0,", cells, StringComparison.Ordinal);
        Assert.Contains(",\"'@SUM(1,2)\",", cells, StringComparison.Ordinal);
        Assert.Contains(",'+1+1,", cells, StringComparison.Ordinal);
        Assert.Contains(",'-2,", cells, StringComparison.Ordinal);
        Assert.DoesNotContain(cells, c => c is '\u001b' or '\u202e' or '\0');
    }

    [Fact]
    public async Task Csv_FileAndName_AreForSpreadsheetsAndNoCache()
    {
        using var browser = await site.Console.SignInAsync("vera", Ct);

        using var response = await browser.GetAsync("/api/audit/csv?q=plain", Ct);

        Assert.Equal([0xEF, 0xBB, 0xBF], (await response.Content.ReadAsByteArrayAsync(Ct)).Take(3));
        Assert.Matches("^audit-[0-9]{4}-[0-9]{2}-[0-9]{2}[.]csv$", response.Content.Headers.ContentDisposition!.FileName);
        Assert.Equal("no-store", response.Headers.CacheControl!.ToString());
    }

    [Fact]
    public async Task Export_StoreDown_SaysSoAndIsNoFile()
    {
        using var browser = await site.Console.SignInAsync("vera", Ct);
        using var failing = site.FailAfter(0);

        using var response = await browser.GetAsync("/api/audit/csv", Ct);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal("The audit could not be read: the disk is gone", await response.Content.ReadAsStringAsync(Ct));
        Assert.Null(response.Content.Headers.ContentDisposition);
    }

    /// <summary>Half a file must not pass for a whole one.</summary>
    [Theory]
    [InlineData("csv")]
    [InlineData("json")]
    public async Task Export_StoreFailsInTheMiddle_IsABrokenDownload(string format)
    {
        using var browser = await site.Console.SignInAsync("vera", Ct);
        using var failing = site.FailAfter(400);

        await Assert.ThrowsAnyAsync<HttpRequestException>(async () =>
        {
            using var response = await browser.GetAsync($"/api/audit/{format}", Ct);
        });
    }

    private async Task<string[]> LinesAsync(string path) => (await GetAsync(path)).TrimStart('\ufeff').Split("\r\n", StringSplitOptions.RemoveEmptyEntries);

    private async Task<string> GetAsync(string path)
    {
        using var browser = await site.Console.SignInAsync("vera", Ct);
        using var response = await browser.GetAsync(path, Ct);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await response.Content.ReadAsStringAsync(Ct);
    }
}
