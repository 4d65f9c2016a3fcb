using Rtm.Console.Configuration;

namespace Rtm.Console.Security;

/// <summary>
/// The origins a form of ours may lead to: browsers hold a sign-out form's redirects against <c>form-action</c>. The
/// provider's sign-out page may live elsewhere than its authority, which its metadata tells once it has been read.
/// </summary>
public sealed class ProviderOrigins(SignInOptions options)
{
    private readonly string _authority = options.Authority.GetLeftPart(UriPartial.Authority);
    private volatile string? _signOut;

    public string ForFormAction => _signOut is { } signOut && signOut != _authority ? $"{_authority} {signOut}" : _authority;

    public void Learn(string? endSessionEndpoint)
    {
        if (Uri.TryCreate(endSessionEndpoint, UriKind.Absolute, out var uri))
            _signOut = uri.GetLeftPart(UriPartial.Authority);
    }
}
