using System.Text.Json.Nodes;
using CsCheck;
using Rtm.Console.Masking;
using Xunit;

namespace Rtm.Unit.Tests.Console.Masking;

public sealed class SecretMaskTests
{
    private const string Secret = "hunter2-and-more";

    [Theory]
    [InlineData("""{"Config":{"Env":["PATH=/bin","ANY=hunter2-and-more","BARE"]}}""")]
    [InlineData("""{"Config":{"Env":["DB_PASSWORD=hunter2-and-more"],"Cmd":["run","hunter2-and-more"]},"Args":["hunter2-and-more"]}""")]
    [InlineData("""{"Config":{"Cmd":["sh","-c","login --password=hunter2-and-more && run"]}}""")]
    [InlineData("""{"Config":{"Entrypoint":["game","--api-key","hunter2-and-more"]}}""")]
    [InlineData("""{"Config":{"Healthcheck":{"Test":["CMD","curl","hunter2-and-more"]}}}""")]
    [InlineData("""{"State":{"Health":{"Log":[{"Output":"got hunter2-and-more"}]}}}""")]
    [InlineData("""{"Config":{"Labels":{"com.galaxy.api-token":"hunter2-and-more"}}}""")]
    [InlineData("""{"HostConfig":{"LogConfig":{"Config":{"splunk-token":"hunter2-and-more"}}}}""")]
    [InlineData("""{"Config":{"Labels":{"db":"postgres://game:hunter2-and-more@db/x"}}}""")]
    public void Json_SecretWhereverItStands_IsMasked(string json)
    {
        var masked = Mask(json, "DB_PASSWORD=" + Secret);

        Assert.DoesNotContain(Secret, masked, StringComparison.Ordinal);
        Assert.Contains(SecretMask.Mask, masked, StringComparison.Ordinal);
    }

    [Fact]
    public void Json_WhatIsNoSecret_StaysReadable()
    {
        var masked = Mask("""{"Name":"/game-1","Config":{"Env":["A=1"],"Cmd":["/bin/game","--port","8080"],"Labels":{"url":"https://x/y"}},"State":{"Pid":7}}""");

        var json = JsonNode.Parse(masked)!;
        Assert.Equal("/game-1", (string?)json["Name"]);
        Assert.Equal("8080", (string?)json["Config"]!["Cmd"]![2]);
        Assert.Equal("https://x/y", (string?)json["Config"]!["Labels"]!["url"]);
        Assert.Equal(7, (int)json["State"]!["Pid"]!);
        Assert.Equal($"A={SecretMask.Mask}", (string?)json["Config"]!["Env"]![0]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{\"Env\":[\"A=hunter2-and-more\"")]
    public void Json_ThatCannotBeRead_ShowsNothing(string json) => Assert.Equal("", Mask(json));

    [Fact]
    public void Json_AnyEnvironment_ShowsNoneOfItsValues() =>
        Gen.Select(Gen.String[Gen.Char.AlphaNumeric, 1, 12], Gen.String[Gen.Char.AlphaNumeric, 8, 40]).Array[1, 8].Sample(pairs =>
        {
            var env = pairs.Select(p => $"{p.Item1}=<{p.Item2}>").ToArray();
            var json = new JsonObject { ["Config"] = new JsonObject { ["Env"] = new JsonArray([.. env.Select(e => (JsonNode)e)]) } };

            var masked = Mask(json.ToJsonString(), env);

            Assert.All(pairs, p => Assert.DoesNotContain($"<{p.Item2}>", masked, StringComparison.Ordinal));
        });

    [Theory]
    [InlineData("--password hunter2 next", "--password ●hunter2 next")]
    [InlineData("--token=abc next", "--token=● next")]
    [InlineData("--db-pwd=abc", "--db-pwd=●")]
    [InlineData("--verbose abc", "--verbose abc")]
    public void Arguments_EachForm_MasksTheSecretOnly(string before, string after)
    {
        var masked = SecretMask.Of([]).Arguments(before.Split(' '));

        Assert.Equal(after.Replace("●hunter2", SecretMask.Mask, StringComparison.Ordinal).Replace("●", SecretMask.Mask, StringComparison.Ordinal), string.Join(' ', masked));
    }

    private static string Mask(string json, params string[] env) => JsonMask.Of(json, SecretMask.Of(env));
}
