namespace Rtm.Console.Telemetry;

/// <summary><c>Rtm.Console --check-health URL</c>: asks a running console, for images that hold no other program to do it.</summary>
public static class HealthProbe
{
    public const string Argument = "--check-health";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    public static bool IsAskedFor(string[] args) => args is [Argument, _];

    /// <returns>0 where it answers that it is well, else 1 with a line on why.</returns>
    public static async Task<int> RunAsync(string[] args, TextWriter errors)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { Timeout = Patience };
        try
        {
            using var answer = await http.GetAsync(new Uri(args[1]));
            if (answer.IsSuccessStatusCode)
                return 0;

            await errors.WriteLineAsync($"{args[1]}: {(int)answer.StatusCode}");
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException or UriFormatException or InvalidOperationException or NotSupportedException)
        {
            await errors.WriteLineAsync($"{args[1]}: {e.Message}");
        }

        return 1;
    }
}
