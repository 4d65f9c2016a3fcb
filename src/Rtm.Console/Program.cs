using System.Net.Sockets;
using Rtm.Console;
using Rtm.Console.Configuration;
using Rtm.Console.Telemetry;

try
{
    if (ConfigurationCheck.IsAskedFor(args))
        return await ConfigurationCheck.RunAsync(args, System.Console.Out, CancellationToken.None);

    if (HealthProbe.IsAskedFor(args))
        return await HealthProbe.RunAsync(args, System.Console.Error);

    await using var app = ConsoleHost.Build(args);
    if (!await StartedAsync(app))
        return 1;

    await app.WaitForShutdownAsync();
    return 0;
}
catch (ConsoleConfigurationException refusal)
{
    foreach (var fault in refusal.Faults)
        await System.Console.Error.WriteLineAsync(fault.ToString());

    return ConsoleConfigurationException.ExitCode;
}

static async Task<bool> StartedAsync(WebApplication app)
{
    try
    {
        await app.StartAsync();
        return true;
    }
    catch (Exception e) when (e is IOException or SocketException or FormatException or InvalidOperationException)
    {
        // Kestrel's words name the address and what is wrong with it: taken, not permitted, not an address, no certificate.
        await System.Console.Error.WriteLineAsync($"urls: {e.Message.ReplaceLineEndings(" ")}");
        return false;
    }
}
