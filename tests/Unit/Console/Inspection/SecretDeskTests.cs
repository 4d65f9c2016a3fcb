using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection;
using Rtm.Console.Inspection;
using Rtm.Console.Relay;
using Rtm.Console.Security;
using Rtm.Tests.Support;
using Xunit;

namespace Rtm.Unit.Tests.Console.Inspection;

public sealed class SecretDeskTests : IDisposable
{
    private readonly FakeEngine _engine = new();
    private readonly FakeAudit _audit = new();
    private readonly ServiceProvider _services;

    public SecretDeskTests()
    {
        _engine.Put(new SampleContainers(DateTimeOffset.UnixEpoch).Healthy());
        _services = new ServiceCollection().AddLogging().AddConsolePolicies().BuildServiceProvider();
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _engine.Dispose();
        _services.Dispose();
    }

    [Theory]
    [InlineData(Roles.Operator)]
    [InlineData(Roles.Admin)]
    public async Task Reveal_WhoMay_GetsTheValuesOnceItIsWrittenDown(string role)
    {
        var env = await RevealAsync(role);

        Assert.Equal([new("PATH", "/bin"), new("GAME_TOKEN", "not-for-everyone")], env);
        var request = Assert.Single(_audit.Requests);
        Assert.Equal(
            ("local", SampleContainers.IdOf(1), "game-1", SecretDesk.Environment, true),
            (request.Engine, request.ContainerId, request.ContainerName, request.What, request.Allowed));
    }

    [Theory]
    [InlineData(Roles.Viewer)]
    [InlineData("")]
    public async Task Reveal_ForgedByWhoMayNot_IsRefusedAndWrittenDown(string role)
    {
        await Assert.ThrowsAsync<UnauthorizedAccessException>(() => RevealAsync(role));

        Assert.False(Assert.Single(_audit.Requests).Allowed);
    }

    [Fact]
    public async Task Reveal_AuditCannotWrite_ShowsNothing()
    {
        _audit.Failure = new("the store is down");

        await Assert.ThrowsAsync<RevealNotRecordedException>(() => RevealAsync(Roles.Admin));
    }

    [Fact]
    public async Task Reveal_WithoutAnAudit_ShowsNothing() =>
        await Assert.ThrowsAsync<RevealNotRecordedException>(() => RevealAsync(Roles.Admin, audit: null));

    [Fact]
    public async Task Reveal_ForeignContainer_IsAbsentAndNotWrittenDown()
    {
        _engine.Put(_engine.Containers[0] with { Labels = new Dictionary<string, string>() });

        var fault = await Assert.ThrowsAsync<DeskException>(() => RevealAsync(Roles.Admin));

        Assert.True(fault.IsAbsent);
        Assert.Empty(_audit.Requests);
    }

    private Task<IReadOnlyList<KeyValuePair<string, string>>> RevealAsync(string role) => RevealAsync(role, _audit);

    private Task<IReadOnlyList<KeyValuePair<string, string>>> RevealAsync(string role, IRevealAudit? audit)
    {
        var desk = new ContainerDesk(new([_engine]), new(new()), TimeProvider.System);
        var user = new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Role, role)], "test"));
        return new SecretDesk(desk, new OwnerScope(new()), _services.GetRequiredService<IAuthorizationService>(), audit).RevealEnvAsync(user, "local", SampleContainers.IdOf(1), Ct);
    }
}
