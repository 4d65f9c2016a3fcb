namespace Rtm.Console.Security;

/// <summary>Paths that programs call. They get a status, never a redirect to a sign-in page or an HTML error.</summary>
public static class MachinePaths
{
    private static readonly PathString[] Prefixes = ["/_blazor", "/hubs", "/api"];

    public static bool Contains(PathString path) => Prefixes.Any(prefix => path.StartsWithSegments(prefix));
}
