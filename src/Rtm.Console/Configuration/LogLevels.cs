namespace Rtm.Console.Configuration;

/// <summary><c>Logging:LogLevel</c>: the framework finds a misspelt level only when the first logger is made, and says so with a stack trace.</summary>
internal static class LogLevels
{
    public static IEnumerable<ConfigurationFault> FaultsIn(IConfiguration configuration) =>
        configuration.GetSection("Logging:LogLevel").GetChildren()
            .Where(level => !string.IsNullOrEmpty(level.Value) && !Enum.TryParse<LogLevel>(level.Value, ignoreCase: true, out _))
            .Select(level => new ConfigurationFault(level.Path, $"'{level.Value}' is not a level; use one of {string.Join(", ", Enum.GetNames<LogLevel>())}."));
}
