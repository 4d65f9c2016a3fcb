using Rtm.Console.Security;

namespace Rtm.Console.Configuration;

/// <summary><c>Rtm.Console --check-config</c>: everything a start would refuse, and the provider's word on sign-in, without a start.</summary>
public static class ConfigurationCheck
{
    public const string Argument = "--check-config";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public static bool IsAskedFor(string[] args) => args.Contains(Argument, StringComparer.Ordinal);

    /// <returns>0, or what the program exits with; a configuration with faults throws as it does at a start.</returns>
    public static async Task<int> RunAsync(string[] args, TextWriter report, CancellationToken ct)
    {
        await using var app = ConsoleHost.Build([.. args.Where(argument => argument != Argument)]);
        await report.WriteLineAsync("ok: the configuration can be used");
        if (app.Services.GetRequiredService<DoorOptions>().DataProtection.Directory.Length == 0)
            await report.WriteLineAsync("warning: Rtm:DataProtection:Directory: is blank; where the console's user has no home that lasts, everybody signs in again after each restart.");

        using var http = new HttpClient { Timeout = Patience };
        return await ProviderCheck.RunAsync(app.Services.GetRequiredService<SignInOptions>(), http, report, ct);
    }
}
