namespace Rtm.Console.Components.ContainerTabs;

/// <summary>What a container's page is divided into, in the order of the tabs.</summary>
public enum ContainerTab
{
    Overview,
    Logs,
    Stats,
    Timeline,
    Configuration,
    Raw,
}

/// <summary>A tab's name and address.</summary>
internal static class ContainerTabWords
{
    public static string Title(ContainerTab tab) => tab == ContainerTab.Raw ? "Raw JSON" : tab.ToString();

    public static string Segment(ContainerTab tab) => tab.ToString().ToLowerInvariant();

    public static string Path(string engine, string id, ContainerTab tab = ContainerTab.Overview)
    {
        var page = $"/containers/{Uri.EscapeDataString(engine)}/{Uri.EscapeDataString(id)}";
        return tab == ContainerTab.Overview ? page : $"{page}/{Segment(tab)}";
    }

    /// <summary>What an address means; one that means nothing is the overview.</summary>
    public static ContainerTab Parse(string? segment)
    {
        foreach (var tab in Enum.GetValues<ContainerTab>())
        {
            if (string.Equals(Segment(tab), segment, StringComparison.OrdinalIgnoreCase))
                return tab;
        }

        return ContainerTab.Overview;
    }
}
