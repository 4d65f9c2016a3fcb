using System.Net.Sockets;
using Rtm.Console;
using Rtm.Console.Configuration;

try
{
    await using var app = ConsoleHost.Build(args);
    await app.StartAsync();
    await app.WaitForShutdownAsync();
    return 0;
}
catch (ConsoleConfigurationException refusal)
{
    foreach (var fault in refusal.Faults)
        await System.Console.Error.WriteLineAsync(fault.ToString());

    return ConsoleConfigurationException.ExitCode;
}
catch (Exception e) when (e is IOException or SocketException or FormatException)
{
    // Kestrel's words name the address and what is wrong with it: taken, not permitted, not an address.
    await System.Console.Error.WriteLineAsync($"urls: {e.Message}");
    return 1;
}
