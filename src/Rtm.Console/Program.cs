using Rtm.Console;
using Rtm.Console.Configuration;

try
{
    await using var app = ConsoleHost.Build(args);
    await app.RunAsync();
    return 0;
}
catch (ConsoleConfigurationException refusal)
{
    foreach (var fault in refusal.Faults)
        await System.Console.Error.WriteLineAsync(fault.ToString());

    return ConsoleConfigurationException.ExitCode;
}
