using System.Text.RegularExpressions;

namespace Rtm.Tests.Support;

/// <summary>Answers one request. The token is cancelled when the client hangs up or the stub is disposed.</summary>
public delegate Task StubHandler(StubRequest request, StubConnection connection, CancellationToken ct);

/// <summary>Which handler answers which request: the route that was added last wins, so a test can change its mind.</summary>
internal sealed class StubRoutes
{
    private readonly Lock gate = new();
    private readonly List<(string Method, Regex Path, StubHandler Handler)> routes = [];

    public void Add(string method, string path, StubHandler handler)
    {
        lock (gate)
            routes.Insert(0, (method, ToRegex(path), handler));
    }

    public (StubHandler Handler, StubRequest Request) Find(StubRequest request)
    {
        lock (gate)
        {
            foreach (var (method, path, handler) in routes)
            {
                if (method == request.Method && path.Match(request.Path) is { Success: true } match)
                {
                    var values = match.Groups.Values.Where(g => !char.IsDigit(g.Name[0])).ToDictionary(g => g.Name, g => g.Value);
                    return (handler, request with { Route = values });
                }
            }
        }

        return (StubReply.Error(501, $"the stub has no route for {request.Method} {request.Path}"), request);
    }

    // {id} takes one segment, {name*} any number: image names have slashes.
    private static Regex ToRegex(string path)
    {
        var pattern = Regex.Replace(
            path,
            @"\{(?<name>\w+)(?<many>\*?)\}|(?<text>[^{]+)",
            m => m.Groups["text"].Success ? Regex.Escape(m.Value) : $"(?<{m.Groups["name"].Value}>{(m.Groups["many"].Length > 0 ? ".+" : "[^/]+")})");
        return new Regex($"^{pattern}$", RegexOptions.CultureInvariant);
    }
}
