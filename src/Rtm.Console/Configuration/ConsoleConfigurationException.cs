namespace Rtm.Console.Configuration;

/// <summary>The console refuses to start: every fault of its configuration, each with its key.</summary>
public sealed class ConsoleConfigurationException(IReadOnlyList<ConfigurationFault> faults, Exception? innerException = null)
    : Exception(string.Join(Environment.NewLine, faults), innerException)
{
    /// <summary><c>EX_CONFIG</c> of sysexits.h: a service manager can tell it from a crash and not restart.</summary>
    public const int ExitCode = 78;

    public IReadOnlyList<ConfigurationFault> Faults { get; } = faults;
}

/// <summary>One fault: the key an operator looks for, and what is wrong with its value.</summary>
public sealed record ConfigurationFault(string Key, string Message)
{
    public override string ToString() => $"{Key}: {Message}";
}
