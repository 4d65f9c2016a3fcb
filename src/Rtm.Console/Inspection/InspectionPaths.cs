namespace Rtm.Console.Inspection;

/// <summary>Where a browser gets what a page is too small for.</summary>
public static class InspectionPaths
{
    public static string Log(string engine, string id) => $"{Of(engine, id)}/log";

    public static string Json(string engine, string id) => $"{Of(engine, id)}/json";

    private static string Of(string engine, string id) => $"/api/containers/{Uri.EscapeDataString(engine)}/{Uri.EscapeDataString(id)}";
}
