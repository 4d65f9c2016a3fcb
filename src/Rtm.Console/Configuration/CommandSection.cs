using System.Globalization;
using Rtm.Console.Commands;
using Rtm.Docker;

namespace Rtm.Console.Configuration;

/// <summary><c>Rtm:Commands</c>: how long things may take, and the lists outside of which nothing is done.</summary>
internal static class CommandSection
{
    public static CommandOptions Read(SectionReader section)
    {
        var defaults = new CommandOptions();
        var options = new CommandOptions
        {
            DefaultGrace = section.Duration("DefaultGrace", defaults.DefaultGrace),
            LongestGrace = section.Duration("LongestGrace", defaults.LongestGrace),
            ProofDeadline = section.Duration("ProofDeadline", defaults.ProofDeadline),
            RunHealthyWithin = section.Duration("RunHealthyWithin", defaults.RunHealthyWithin),
            RunWellAfter = section.Duration("RunWellAfter", defaults.RunWellAfter),
            PerMinute = Number(section, "PerMinute", defaults.PerMinute),
            Images = section.List("Images"),
            BindPaths = section.List("BindPaths"),
            Networks = section.List("Networks"),
            Owner = section.Text("Owner"),
        };
        if (options.DefaultGrace > options.LongestGrace)
            section.Fault("DefaultGrace", "must not be longer than LongestGrace.");
        if (options.RunWellAfter > options.RunHealthyWithin)
            section.Fault("RunWellAfter", "must not be longer than RunHealthyWithin.");
        foreach (var image in options.Images.Where(image => !IsRegistryOrRepository(image)))
            section.Fault("Images", $"'{image}' is not a registry or repository; write it with its registry and without a tag, such as registry.example:5000/game or docker.io/library/busybox.");
        foreach (var path in options.BindPaths)
        {
            if (!path.StartsWith('/') || path.Contains("//", StringComparison.Ordinal) || path.Split('/').Any(part => part is "." or "..") || path.Length > 1 && path.EndsWith('/'))
                section.Fault("BindPaths", $"'{path}' must be an absolute path without '.', '..', '//' and a last '/'.");
            else if (BindRules.Forbidden(path) is { } why)
                section.Fault("BindPaths", $"'{path}' {why}; it can't be allowed.");
        }

        return options;
    }

    // "registry.example:5000" alone reads as a repository with a tag, so a path is put below it.
    private static bool IsRegistryOrRepository(string entry) =>
        ImageName.TryParse($"{entry}/x") is { Tag: "", Digest: "" } name && name.Repository == $"{entry}/x";

    private static int Number(SectionReader section, string name, int byDefault)
    {
        var text = section.Text(name);
        if (text.Length == 0)
            return byDefault;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value is >= 1 and <= 10_000)
            return value;
        section.Fault(name, $"'{text}' must be a whole number from 1 to 10000.");
        return byDefault;
    }
}
