using Microsoft.AspNetCore.Authorization;

namespace Rtm.Console.Security;

/// <summary>The roles the provider's role claim may carry. Anything else in it is ignored.</summary>
public static class Roles
{
    public const string Viewer = "viewer";
    public const string Operator = "operator";
    public const string Admin = "admin";

    public static IReadOnlyList<string> All { get; } = [Viewer, Operator, Admin];
}

/// <summary>What a role lets one do: admin can do what operator can, and operator what viewer can.</summary>
public static class Policies
{
    public const string Viewer = "viewer";
    public const string Operator = "operator";
    public const string Admin = "admin";

    public static IServiceCollection AddConsolePolicies(this IServiceCollection services)
    {
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
        new AuthorizationPolicyBuilder().RequireAuthenticatedUser().RequireRole(roles).Build();
}
