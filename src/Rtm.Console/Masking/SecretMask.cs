using System.Text.RegularExpressions;

namespace Rtm.Console.Masking;

/// <summary>
/// Hides what is a secret or looks like one. Environment values are secrets whatever they are called; elsewhere a name that speaks of one
/// (<c>--db-password x</c>, a label <c>api-token</c>), a password in an address, and the value of such an environment entry wherever it comes again.
/// </summary>
internal sealed partial class SecretMask
{
    public const string Mask = "••••••";

    // Shorter ones come by chance in other texts.
    private const int ShortestKnown = 6;

    private readonly string[] _known;

    private SecretMask(IEnumerable<string> known) => _known = [.. known.Distinct().OrderByDescending(value => value.Length)];

    /// <summary>Knows the secrets of an environment, <c>NAME=value</c> each.</summary>
    public static SecretMask Of(IEnumerable<string> env) => new(env
        .Where(entry => IsSecretName(EnvText.NameOf(entry)))
        .Select(EnvText.ValueOf)
        .Where(value => value.Length >= ShortestKnown));

    public static bool IsSecretName(string name) => SecretName().IsMatch(name);

    /// <summary>A text with the secrets in it masked.</summary>
    public string Text(string text)
    {
        foreach (var secret in _known)
            text = text.Replace(secret, Mask, StringComparison.Ordinal);
        text = UserInfo().Replace(text, $"$1{Mask}@");
        return Assignment().Replace(text, $"$1{Mask}");
    }

    public string Value(string name, string value) => IsSecretName(name) && value.Length > 0 ? Mask : Text(value);

    /// <summary>A command: also the argument after one that announces a secret.</summary>
    public IReadOnlyList<string> Arguments(IReadOnlyList<string> arguments)
    {
        var masked = new string[arguments.Count];
        for (var i = 0; i < masked.Length; i++)
            masked[i] = i > 0 && Announces(arguments[i - 1]) && !arguments[i].StartsWith('-') ? Mask : Text(arguments[i]);
        return masked;
    }

    public IReadOnlyList<KeyValuePair<string, string>> Pairs(IReadOnlyDictionary<string, string> pairs) =>
        [.. pairs.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => KeyValuePair.Create(pair.Key, Value(pair.Key, pair.Value)))];

    private static bool Announces(string argument) => argument.StartsWith('-') && !argument.Contains('=', StringComparison.Ordinal) && IsSecretName(argument);

    private const string Words = "passw|pwd|secret|token|credential|api[-_.]?key|access[-_.]?key|private[-_.]?key|auth[-_.]?key|signing[-_.]?key";

    [GeneratedRegex(Words, RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex SecretName();

    [GeneratedRegex("([a-z][a-z0-9+.-]*://)[^/@\\s\"']*@", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex UserInfo();

    [GeneratedRegex($"([a-z0-9_.-]*(?:{Words})[a-z0-9_.-]*[=:] ?)[^\\s\"'&;,]+", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Assignment();
}
