using Rtm.Console.History;

namespace Rtm.Console.Configuration;

/// <summary><c>Rtm:History</c>. A connection string holds a password: no message repeats any of it.</summary>
internal static class HistorySection
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    public static HistoryOptions Read(SectionReader section)
    {
        var defaults = new HistoryOptions();
        var connection = section.Text("ConnectionString");
        var options = new HistoryOptions
        {
            ConnectionString = connection,
            // Not used beside a connection string.
            File = connection.Length > 0 ? section.Text("File", defaults.File) : section.RequiredText("File", defaults.File),
            KeepFor = section.Days("KeepFor", defaults.KeepFor, Day, 3660 * Day),
            KeepRows = section.Number("KeepRows", defaults.KeepRows, 1_000, 100_000_000),
            MostWaiting = (int)section.Number("MostWaiting", defaults.MostWaiting, 100, 1_000_000),
        };
        if (HistoryConnection.FaultOf(connection) is { } fault)
            section.Fault("ConnectionString", fault);
        return options;
    }
}
