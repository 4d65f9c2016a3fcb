using Rtm.Console.History;
using Rtm.Tests.Support;

namespace Rtm.Unit.Tests.Console.History;

public sealed class SqliteSessionTests : SessionSuite, IDisposable
{
    private readonly TempFolder _folder = new();

    protected override HistoryOptions Options => new() { File = _folder.PathOf("history.db") };

    public void Dispose() => _folder.Dispose();
}
