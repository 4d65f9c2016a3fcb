using System.Net;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using Rtm.Console.Hubs;
using Rtm.Tests.Support;
using Xunit;

namespace Rtm.Unit.Tests.Console.Hubs;

/// <summary>The hub from outside: who gets in, with what, and for how long.</summary>
public sealed class TimelineHubTests(TimelineHubSite site) : IClassFixture<TimelineHubSite>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Connect_Anonymous_IsRefused() => Assert.Equal(HttpStatusCode.Unauthorized, await site.UpgradeAsync(null, site.Origin, Ct));

    [Fact]
    public async Task Connect_WithoutARole_IsRefused()
    {
        using var nobody = await site.Console.SignInAsync("nora", Ct);

        Assert.Equal(HttpStatusCode.Forbidden, await site.UpgradeAsync(nobody.CookieHeader, site.Origin, Ct));
    }

    [Theory]
    [InlineData("https://evil.example")]
    [InlineData("null")]
    [InlineData(null)]
    public async Task Connect_ForeignNullOrMissingOrigin_IsRefusedThoughSignedIn(string? origin) =>
        Assert.Equal(HttpStatusCode.Forbidden, await site.UpgradeAsync(site.Cookie, origin, Ct));

    [Theory]
    [InlineData("text/event-stream")]
    [InlineData("application/octet-stream")]
    public async Task Connect_ByAnotherTransport_IsRefused(string accept)
    {
        using var client = new HttpClient { BaseAddress = site.Console.Address };
        client.DefaultRequestHeaders.Add("Cookie", site.Cookie);
        client.DefaultRequestHeaders.Add("Accept", accept);
        using var negotiated = await client.PostAsync(new Uri("/hubs/timeline/negotiate?negotiateVersion=1", UriKind.Relative), null, Ct);
        using var offer = JsonDocument.Parse(await negotiated.Content.ReadAsStringAsync(Ct));

        using var response = await client.GetAsync($"/hubs/timeline?id={offer.RootElement.GetProperty("connectionToken").GetString()}", HttpCompletionOption.ResponseHeadersRead, Ct);

        Assert.Equal(["WebSockets"], offer.RootElement.GetProperty("availableTransports").EnumerateArray().Select(t => t.GetProperty("transport").GetString()));
        Assert.True((int)response.StatusCode is >= 400 and < 500, response.StatusCode.ToString());
    }

    [Fact]
    public async Task Message_LargerThanAFilterNeeds_EndsTheConnection()
    {
        using var socket = await site.OpenAsync(Ct);
        var message = new byte[HubServices.LargestMessage + 1];
        Array.Fill(message, (byte)' ');

        await socket.SendAsync(message, WebSocketMessageType.Text, endOfMessage: false, Ct);

        Assert.True(await IsClosedAsync(socket));
    }

    [Fact]
    public async Task Protocol_OtherThanJson_IsRefused()
    {
        using var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Cookie", site.Cookie);
        socket.Options.SetRequestHeader("Origin", site.Origin);
        await socket.ConnectAsync(new Uri($"ws://{site.Console.Address.Authority}/hubs/timeline"), Ct);

        await socket.SendAsync(Encoding.UTF8.GetBytes("{\"protocol\":\"blazorpack\",\"version\":1}\u001e"), WebSocketMessageType.Text, true, Ct);

        Assert.True(await IsClosedAsync(socket));
    }

    [Theory]
    [InlineData("""{"engine":"alpha"}""", "nothing else")]
    [InlineData("""{"engines":["omega"]}""", "alpha")]
    [InlineData("""{"engines":[""]}""", "1 to 128")]
    [InlineData("""{"actions":[null]}""", "1 to 128")]
    [InlineData("""{"containerId":"abc"}""", "64 hex digits")]
    [InlineData("""{"containerId":"../../images/0123456789abcdef0123456789abcdef0123456789abcdef012345"}""", "64 hex digits")]
    [InlineData("""{"owner":""}""", "1 to 128")]
    [InlineData("{\"text\":\"*\"}", "200", 201)]
    [InlineData("{\"owner\":\"*\"}", "128", 129)]
    public async Task Subscribe_BadFilter_SaysWhy(string filter, string words, int stars = 1)
    {
        await using var connection = site.Connect();
        await connection.StartAsync(Ct);

        var refusal = await Assert.ThrowsAsync<HubException>(() => FirstAsync(connection, JsonSerializer.Deserialize<JsonElement>(filter.Replace("*", new('*', stars), StringComparison.Ordinal))));

        Assert.Contains(words, refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("alpha")]
    [InlineData("alpha:-1")]
    [InlineData(":1")]
    [InlineData("alpha:1;drop")]
    [InlineData("alpha:99999999999999999999")]
    public async Task Subscribe_ForgedCursor_SaysSo(string cursor)
    {
        await using var connection = site.Connect();
        await connection.StartAsync(Ct);

        var refusal = await Assert.ThrowsAsync<HubException>(() => FirstAsync(connection, null, cursor));

        Assert.Contains("not one that this hub gave", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Subscribe_MoreStreamsThanAllowed_IsRefusedUntilOneEnds()
    {
        site.Add("start");
        await using var connection = site.Connect();
        await connection.StartAsync(Ct);
        using var one = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var streams = new List<IAsyncEnumerator<TimelineBatch>>();
        for (var i = 0; i < TimelineHub.MostStreams; i++)
        {
            streams.Add(connection.StreamAsync<TimelineBatch>("Subscribe", null, null, i == 0 ? one.Token : Ct).GetAsyncEnumerator(Ct));
            Assert.True(await streams[^1].MoveNextAsync());
        }

        var refusal = await Assert.ThrowsAsync<HubException>(() => FirstAsync(connection));
        await one.CancelAsync();

        Assert.Contains("at most 4 streams", refusal.Message, StringComparison.Ordinal);
        await Eventually.ValueAsync("a place", () => IsLetInAsync(connection), letIn => letIn, Ct, Patience);
    }

    [Fact]
    public async Task Connection_SessionEnds_IsClosed()
    {
        site.SessionEnds = TimeSpan.FromSeconds(1);
        try
        {
            await using var connection = site.Connect();
            var closed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            connection.Closed += _ =>
            {
                closed.SetResult();
                return Task.CompletedTask;
            };
            await connection.StartAsync(Ct);

            await closed.Task.WaitAsync(Patience, Ct);
        }
        finally
        {
            site.SessionEnds = null;
        }
    }

    [Fact]
    public async Task Connection_ThatGoes_LeavesNoSubscriber()
    {
        site.Add("start");
        await using (var connection = site.Connect())
        {
            await connection.StartAsync(Ct);
            await FirstAsync(connection);
        }

        await Eventually.TrueAsync("no subscribers", () => site.Timeline.Subscribers == 0, Ct, Patience);
    }

    private static async Task<TimelineBatch> FirstAsync(HubConnection connection, object? filter = null, string? cursor = null) =>
        await connection.StreamAsync<TimelineBatch>("Subscribe", filter, cursor, Ct).FirstAsync(Ct);

    private static async Task<bool> IsLetInAsync(HubConnection connection)
    {
        try
        {
            await FirstAsync(connection);
            return true;
        }
        catch (HubException)
        {
            return false;
        }
    }

    private static async Task<bool> IsClosedAsync(ClientWebSocket socket)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        deadline.CancelAfter(Patience);
        var buffer = new byte[4096];
        try
        {
            while ((await socket.ReceiveAsync(buffer, deadline.Token)).MessageType != WebSocketMessageType.Close)
            {
                // Pings and the handshake's answer come before.
            }
        }
        catch (WebSocketException)
        {
            // Cut without a farewell: closed all the same.
        }

        return true;
    }
}
