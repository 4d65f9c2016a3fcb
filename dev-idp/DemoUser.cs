namespace Rtm.DevIdp;

/// <summary>A person to sign in as; the password is the user's name.</summary>
public sealed record DemoUser(string Name, string DisplayName, string? Role)
{
    public static IReadOnlyList<DemoUser> All { get; } =
    [
        new("vera", "Vera Viewer", "viewer"),
        new("otto", "Otto Operator", "operator"),
        new("ada", "Ada Admin", "admin"),
        new("nora", "Nora No-Role", null),
    ];

    public static DemoUser? Find(string? name) => All.FirstOrDefault(user => user.Name == name);
}
