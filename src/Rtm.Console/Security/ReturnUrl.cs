using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Rtm.Console.Security;

/// <summary>Where to go after sign-in: a page of this console, whatever the address says.</summary>
public static class ReturnUrl
{
    public const string Parameter = "returnUrl";

    // It travels through the provider inside the request's address.
    private const int Longest = 2000;

    public static string LocalOrHome(string? url) =>
        url is { Length: > 0 and <= Longest } && url[0] == '/' && RedirectHttpResult.IsLocalUrl(url) ? InAscii(url) : "/";

    // A header takes nothing else; a person's filter may hold anything.
    private static string InAscii(string url) => Ascii.IsValid(url)
        ? url
        : string.Concat(url.EnumerateRunes().Select(rune => rune.IsAscii ? rune.ToString() : Uri.EscapeDataString(rune.ToString())));
}
