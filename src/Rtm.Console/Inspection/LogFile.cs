using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using Rtm.Docker;

namespace Rtm.Console.Inspection;

/// <summary>
/// Writes a log as a text file: time, stream, line. Control characters are shown as symbols, so that reading the file in a terminal can do nothing.
/// The reader's pace is the pace of the engine's reading; memory is bounded by one buffer.
/// </summary>
internal static class LogFile
{
    private const int FlushBytes = 64 * 1024;

    public static async Task WriteAsync(IAsyncEnumerable<LogLine> lines, PipeWriter writer, CancellationToken ct)
    {
        var ended = "";
        await using var items = lines.GetAsyncEnumerator(ct);
        while (true)
        {
            try
            {
                if (!await items.MoveNextAsync())
                    break;
            }
            catch (DeskException ex)
            {
                // The status is sent: the file itself has to say that it is not whole.
                ended = $"--- The log ends here, incomplete: {Harmless(ex.Message)}\n";
                break;
            }

            Encoding.UTF8.GetBytes(Text(items.Current), writer);
            if (writer.UnflushedBytes >= FlushBytes && (await writer.FlushAsync(ct)).IsCompleted)
                return;
        }

        Encoding.UTF8.GetBytes(ended, writer);
        await writer.FlushAsync(ct);
    }

    private static string Text(LogLine line)
    {
        var time = line.Time?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture) ?? "-";
        return $"{time} {(line.Source == LogSource.Stderr ? "stderr" : "stdout")} {Harmless(line.Text)}{(line.Truncated ? " … (cut at 16 KB)" : "")}\n";
    }

    private static string Harmless(string text)
    {
        if (!text.AsSpan().ContainsAnyInRange('\0', '\u001f') && !text.AsSpan().ContainsAnyInRange('\u007f', '\u009f'))
            return text;
        return string.Create(text.Length, text, static (safe, text) =>
        {
            for (var i = 0; i < text.Length; i++)
            {
                safe[i] = text[i] switch
                {
                    '\t' => '\t',
                    < ' ' and var c => (char)(0x2400 + c),
                    '\u007f' => '\u2421',
                    >= '\u0080' and <= '\u009f' => '\ufffd',
                    var c => c,
                };
            }
        });
    }
}
