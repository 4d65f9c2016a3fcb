using Rtm.Docker;
using Rtm.Tests.Support;
using Xunit;

namespace Rtm.Unit.Tests.Docker;

public class ImageInspectTests
{
    private const string Digest = "sha256:" + EngineSays.Id;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("game", "/images/game:latest/json")]
    [InlineData("r.example:5000/a/b:1.4", "/images/r.example:5000/a/b:1.4/json")]
    [InlineData("game:1@" + Digest, "/images/game@" + Digest + "/json")]
    [InlineData(Digest, "/images/" + Digest + "/json")]
    public async Task InspectImage_Reference_IsLookedUpByDigestThenTag(string reference, string path)
    {
        await using var stubbed = new StubbedEngine().On("GET", "/images/{name*}/json", StubReply.Json("{}"));

        Assert.Equal(reference, (await stubbed.Engine.InspectImageAsync(reference, Ct)).Ref);

        Assert.Equal(path, Uri.UnescapeDataString(Assert.Single(stubbed.Stub.Requests).Path));
    }

    [Fact]
    public async Task InspectImage_FullAnswer_IsMapped()
    {
        var image = await InspectAsync($$"""
            {"Id":"{{EngineSays.ImageId}}","Created":"2026-01-02T03:04:05Z","Size":42,"RepoTags":["game:1"],"RepoDigests":["game@{{Digest}}"],"Config":{"Labels":{"a":"b"},"Env":["A=1"],"Cmd":["/bin/game","--fast"]} }
            """);

        Assert.Equivalent(
            new ImageDetails
            {
                Ref = "game",
                Id = EngineSays.ImageId,
                CreatedAt = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
                SizeBytes = 42,
                RepoTags = ["game:1"],
                RepoDigests = [$"game@{Digest}"],
                Labels = new Dictionary<string, string> { ["a"] = "b" },
                Env = ["A=1"],
                Cmd = ["/bin/game", "--fast"],
            },
            image,
            strict: true);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"Created":"","Config":null,"RepoTags":null,"RepoDigests":null,"Size":null}""")]
    [InlineData("""{"Created":7,"Config":{"Labels":null,"Env":null,"Cmd":[null]},"RepoTags":[null]}""")]
    public async Task InspectImage_NullsAndBadTimes_AreEmptyNotAnError(string json) =>
        Assert.Equivalent(new ImageDetails { Ref = "game" }, await InspectAsync(json), strict: true);

    private static async Task<ImageDetails> InspectAsync(string json)
    {
        await using var stubbed = new StubbedEngine().On("GET", "/images/{name*}/json", StubReply.Json(json));
        return await stubbed.Engine.InspectImageAsync("game", Ct);
    }
}
