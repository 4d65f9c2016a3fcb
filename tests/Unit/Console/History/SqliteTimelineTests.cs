using Rtm.Console.History;
using Rtm.Tests.Support;

namespace Rtm.Unit.Tests.Console.History;

public sealed class SqliteTimelineTests : TimelineSuite, IDisposable
{
    private readonly TempFolder _folder = new();

    protected override HistoryOptions Options(int keepRows) => new() { File = _folder.PathOf("history.db"), KeepRows = keepRows };

    public void Dispose() => _folder.Dispose();
}
