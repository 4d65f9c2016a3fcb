using System.Text.RegularExpressions;

namespace Rtm.Console.Security;

/// <summary>Keeps what opens doors out of the log: the libraries' and providers' own words may quote it.</summary>
internal static partial class Secrets
{
    private static readonly string[] Parameters = ["code", "state", "logout_token"];

    public static string? Removed(string? words, HttpRequest request)
    {
        if (words is null)
            return null;

        foreach (var value in Parameters.SelectMany(name => request.Query[name]))
        {
            if (!string.IsNullOrEmpty(value))
                words = words.Replace(value, "…", StringComparison.Ordinal);
        }

        return Token().Replace(words, "…");
    }

    /// <summary>The frameworks' own lines that would hold the address of a callback, with its code, or a token.</summary>
    public static ILoggingBuilder KeepSecretsOut(this ILoggingBuilder logging) => logging
        .AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Warning)
        .AddFilter("Microsoft.AspNetCore.Authentication.OpenIdConnect", LogLevel.None)
        .AddFilter("Microsoft.AspNetCore.Authentication.JwtBearer", LogLevel.None)
        .AddFilter("Microsoft.AspNetCore.HttpLogging", LogLevel.None);

    [GeneratedRegex(@"eyJ[\w-]+(\.[\w-]*)*")]
    private static partial Regex Token();
}
