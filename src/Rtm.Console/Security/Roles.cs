using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;

namespace Rtm.Console.Security;

/// <summary>The roles the provider's role claim may carry. Anything else in it is ignored.</summary>
public static class Roles
{
    public const string Viewer = "viewer";
    public const string Operator = "operator";
    public const string Admin = "admin";

    /// <summary>From the weakest to the strongest.</summary>
    public static IReadOnlyList<string> All { get; } = [Viewer, Operator, Admin];

    /// <summary>The strongest of these; null for none.</summary>
    public static string? Strongest(IEnumerable<string> roles) => All.LastOrDefault(roles.Contains);
}

/// <summary>What a role lets one do: admin can do what operator can, and operator what viewer can.</summary>
public static class Policies
{
    public const string Viewer = "viewer";
    public const string Operator = "operator";
    public const string Admin = "admin";

    public static IServiceCollection AddConsolePolicies(this IServiceCollection services)
    {
        services.AddSingleton<IAuthorizationHandler, RoleHandler>();
        var viewer = Requires(Roles.Viewer, Roles.Operator, Roles.Admin);
        services.AddAuthorizationBuilder()
            .AddPolicy(Viewer, viewer)
            .AddPolicy(Operator, Requires(Roles.Operator, Roles.Admin))
            .AddPolicy(Admin, Requires(Roles.Admin))
            // A bare [Authorize] must not mean less than no attribute at all.
            .SetDefaultPolicy(viewer)
            .SetFallbackPolicy(viewer);
        return services;
    }

    private static AuthorizationPolicy Requires(params string[] roles) =>
        new AuthorizationPolicyBuilder().RequireAuthenticatedUser().AddRequirements(new RoleRequirement(roles)).Build();
}

internal sealed record RoleRequirement(IReadOnlyList<string> Roles) : IAuthorizationRequirement;

/// <summary>
/// Asks the live session, for every page, endpoint, hub call and command: a principal may be hours old, as the one of an open page is. Programs have no
/// session; theirs are the roles of the token they came with.
/// </summary>
internal sealed class RoleHandler(SessionRegistry? sessions = null) : AuthorizationHandler<RoleRequirement>
{
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, RoleRequirement requirement)
    {
        if (context.User.Identities.Any(identity => identity.IsAuthenticated) && requirement.Roles.Any(RolesOf(context.User).Contains))
            context.Succeed(requirement);

        return Task.CompletedTask;
    }

    private IEnumerable<string> RolesOf(ClaimsPrincipal person)
    {
        if (!person.HasClaim(claim => claim.Type == SessionPrincipal.Session))
            return person.Identities.Where(identity => identity.IsAuthenticated).SelectMany(identity => identity.FindAll(identity.RoleClaimType)).Select(claim => claim.Value);

        return sessions?.Of(person) is { } session && sessions.IsLive(session) ? session.Roles : [];
    }
}
