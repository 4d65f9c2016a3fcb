using System.Text.RegularExpressions;
using Rtm.Tests.Support;

namespace Rtm.Unit.Tests.Docker;

/// <summary>The closed list of deploy/socket-proxy.conf, read from the file that is delivered.</summary>
internal static partial class SocketProxyRules
{
    private static readonly Regex[] Passed = Read();

    /// <summary>Whether the proxy would pass the request on to the engine. It looks at the path as nginx does, decoded and without the query.</summary>
    public static bool Pass(string method, string target) =>
        Array.Exists(Passed, rule => rule.IsMatch($"{method} {Uri.UnescapeDataString(target.Split('?', 2)[0])}"));

    /// <summary>Fails for a request of the adapter that a console behind the proxy would be refused.</summary>
    public static void ThrowIfRefused(IEnumerable<StubRequest> requests)
    {
        var refused = requests.Where(request => !Pass(request.Method, request.Target)).Select(request => request.ToString()).Distinct().ToArray();
        if (refused.Length > 0)
            throw new InvalidOperationException($"deploy/socket-proxy.conf refuses what the adapter asks: {string.Join(", ", refused)}");
    }

    private static Regex[] Read()
    {
        var rules = File.ReadLines(Path.Combine(Repository.Root, "deploy", "socket-proxy.conf"))
            .Select(line => Rule().Match(line)).Where(match => match.Success).Select(match => new Regex(match.Groups[1].Value, RegexOptions.CultureInvariant));
        return [.. rules];
    }

    [GeneratedRegex("""^\s*"~(\^.+\$)" 1;$""")]
    private static partial Regex Rule();
}
