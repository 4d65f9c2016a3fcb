using Rtm.Docker;
using Rtm.Tests.Support;
using Xunit;

namespace Rtm.Unit.Tests.Docker;

/// <summary>Behaviour 8: all states, every label, and an empty filter is everything.</summary>
public class ListTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task List_EmptyFilter_AsksForEveryState()
    {
        await using var stubbed = new StubbedEngine().On("GET", "/containers/json", StubReply.Json("[]"));

        Assert.Empty(await stubbed.Engine.ListAsync(ListFilter.Everything, Ct));

        var query = Assert.Single(stubbed.Stub.Requests).Query;
        Assert.Matches("^(1|true)$", query["all"]);
        Assert.DoesNotContain("filters", query.Keys);
    }

    [Fact]
    public async Task List_LabelsAndKeys_AreAllSent()
    {
        var query = await QueryOfAsync(new ListFilter
        {
            Labels = new Dictionary<string, string> { ["com.galaxy.owner"] = "rt\"manager=é" },
            LabelKeys = ["com.galaxy.game"],
        });

        Assert.Matches("^(1|true)$", query["all"]);
        Assert.Equal(["com.galaxy.owner=rt\"manager=é", "com.galaxy.game"], LabelsIn(query["filters"]));
    }

    [Theory]
    [InlineData("a=b")]
    [InlineData("k")]
    public async Task List_SameConditionTwice_IsSentOnce(string key)
    {
        var query = await QueryOfAsync(new ListFilter { Labels = new Dictionary<string, string> { ["a"] = "b" }, LabelKeys = [key, key] });

        Assert.Equal(key == "k" ? ["a=b", "k"] : ["a=b"], LabelsIn(query["filters"]));
    }

    [Fact]
    public async Task List_FullRow_IsMapped()
    {
        var row = await RowAsync($$"""
            {"Id":"{{EngineSays.Id}}","Names":["/game-1","/other/alias"],"Image":"game:1","ImageID":"{{EngineSays.ImageId}}","Created":1700000000,
            "State":"exited","Status":"Exited (3) 5 minutes ago","Labels":{"a":"b"},"Ports":[],"SizeRw":1}
            """);

        Assert.Equivalent(
            new ContainerSummary
            {
                Id = EngineSays.Id,
                ImageRef = "game:1",
                ImageId = EngineSays.ImageId,
                Hostname = "game-1",
                Labels = new Dictionary<string, string> { ["a"] = "b" },
                Status = "exited",
                StatusText = "Exited (3) 5 minutes ago",
                CreatedAt = new DateTimeOffset(2023, 11, 14, 22, 13, 20, TimeSpan.Zero),
            },
            row,
            strict: true);
    }

    [Theory]
    [InlineData("null", "")]
    [InlineData("[]", "")]
    [InlineData("[null]", "")]
    [InlineData("[\"\"]", "")]
    [InlineData("[\"/\"]", "")]
    [InlineData("[\"plain\"]", "plain")]
    [InlineData("[\"//two\"]", "/two")]
    public async Task List_Names_FirstWithoutItsSlash(string names, string expected) =>
        Assert.Equal(expected, (await RowAsync($$"""{"Id":"{{EngineSays.Id}}","Names":{{names}}}""")).Hostname);

    [Theory]
    [InlineData("""{"Labels":null,"Image":null,"ImageID":null,"State":null,"Status":null,"Id":null}""")]
    [InlineData("{}")]
    public async Task List_RowWithoutAnything_IsEmptyNotNull(string json)
    {
        var row = await RowAsync(json);

        Assert.Equal(("", "", "", "", 0), (row.Id, row.ImageRef, row.Status, row.StatusText, row.Labels.Count));
    }

    [Fact]
    public async Task List_NullRow_IsLeftOut()
    {
        await using var stubbed = new StubbedEngine().On("GET", "/containers/json", StubReply.Json($$"""[null,{"Id":"{{EngineSays.Id}}"}]"""));

        Assert.Equal(EngineSays.Id, Assert.Single(await stubbed.Engine.ListAsync(ListFilter.Everything, Ct)).Id);
    }

    public static TheoryData<string> Misuses => ["Labels", "Labels' value", "LabelKeys", "LabelKeys' key"];

    [Theory]
    [MemberData(nameof(Misuses))]
    public async Task List_NullInTheFilter_FaultsItsTaskAndNamesTheMember(string misuse)
    {
        await using var stubbed = new StubbedEngine();
        var listing = stubbed.Engine.ListAsync(
            misuse switch
            {
                "Labels" => new ListFilter { Labels = null! },
                "Labels' value" => new ListFilter { Labels = new Dictionary<string, string> { ["a"] = null! } },
                "LabelKeys" => new ListFilter { LabelKeys = null! },
                _ => new ListFilter { LabelKeys = [null!] },
            },
            Ct);

        var failure = await Assert.ThrowsAsync<ArgumentException>("filter", () => listing);

        Assert.StartsWith($"ListFilter.{misuse.Split('\'')[0]} must not", failure.Message, StringComparison.Ordinal);
        Assert.Empty(stubbed.Stub.Requests);
    }

    [Fact]
    public async Task List_NullFilter_FaultsItsTask()
    {
        await using var stubbed = new StubbedEngine();

        var listing = stubbed.Engine.ListAsync(null!, Ct);

        await Assert.ThrowsAsync<ArgumentNullException>("filter", () => listing);
    }

    private static async Task<ContainerSummary> RowAsync(string row)
    {
        await using var stubbed = new StubbedEngine().On("GET", "/containers/json", StubReply.Json($"[{row}]"));
        return Assert.Single(await stubbed.Engine.ListAsync(ListFilter.Everything, Ct));
    }

    private static async Task<IReadOnlyDictionary<string, string>> QueryOfAsync(ListFilter filter)
    {
        await using var stubbed = new StubbedEngine().On("GET", "/containers/json", StubReply.Json("[]"));
        await stubbed.Engine.ListAsync(filter, Ct);
        return Assert.Single(stubbed.Stub.Requests).Query;
    }

    // {"label":{"a=b":true}}, or {"label":["a=b"]}: the engine takes both.
    private static IEnumerable<string> LabelsIn(string filters)
    {
        using var json = System.Text.Json.JsonDocument.Parse(filters);
        var only = Assert.Single(json.RootElement.EnumerateObject());
        Assert.Equal("label", only.Name);
        return [.. only.Value.EnumerateObject().Select(label => label.Name)];
    }
}
