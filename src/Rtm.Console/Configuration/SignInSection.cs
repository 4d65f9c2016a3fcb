using Rtm.Console.Security;

namespace Rtm.Console.Configuration;

/// <summary><c>Rtm:SignIn</c>.</summary>
internal static class SignInSection
{
    private static readonly Uri Unusable = new("https://authority.invalid");

    public static SignInOptions Read(SectionReader section, bool isDevelopment)
    {
        var authority = Authority(section, isDevelopment);
        var options = new SignInOptions
        {
            Authority = authority,
            RequireHttps = !MayBePlain(authority, isDevelopment),
            ClientId = ClientId(section),
            ClientSecret = ClientSecret(section),
            ClientSecretBy = section.Text("ClientSecretBy", SignInOptions.Post),
            ClientKey = ClientKeyFile.Read(section),
            Scopes = Scopes(section),
            RoleClaim = section.RequiredText("RoleClaim", "roles"),
            RoleMap = section.Group("RoleMap", RoleMap),
            NameClaim = section.RequiredText("NameClaim", "name"),
            Contact = section.Text("Contact"),
            ApiAudience = section.Text("ApiAudience"),
            CallbackPath = Path(section, "CallbackPath", "/signin-oidc"),
            SignedOutCallbackPath = Path(section, "SignedOutCallbackPath", "/signout-callback-oidc"),
        };
        if (options.CallbackPath == options.SignedOutCallbackPath)
            section.Fault("SignedOutCallbackPath", $"'{options.CallbackPath}' is {section.Key("CallbackPath")} already; the two must differ.");

        if (options.ClientSecretBy is not (SignInOptions.Post or SignInOptions.Basic))
            section.Fault("ClientSecretBy", $"'{options.ClientSecretBy}' is neither {SignInOptions.Post} nor {SignInOptions.Basic}.");
        if (options is { ClientSecret: not null, ClientKey: not null })
            section.Fault("ClientKeyFile", "and a client secret are both set; keep one.");
        if (options.ApiAudience.Length > 0 && options.ApiAudience == options.ClientId)
            section.Fault("ApiAudience", "must not be the ClientId: id tokens of people would open the API then.");

        return options;
    }

    private static Dictionary<string, IReadOnlyList<string>> RoleMap(SectionReader map) =>
        Roles.All.ToDictionary(role => role, role => map.List(char.ToUpperInvariant(role[0]) + role[1..]))
            .Where(entry => entry.Value.Count > 0).ToDictionary();

    private static bool MayBePlain(Uri authority, bool isDevelopment) => isDevelopment && authority.IsLoopback;

    private static Uri Authority(SectionReader section, bool isDevelopment)
    {
        var text = section.Text("Authority");
        if (text.Length == 0)
        {
            section.Fault("Authority", "is missing; set it to the address of your OpenID Connect provider. './dev up' sets it for development.");
            return Unusable;
        }

        if (!Uri.TryCreate(text, UriKind.Absolute, out var authority)
            || (authority.Scheme != Uri.UriSchemeHttps && authority.Scheme != Uri.UriSchemeHttp)
            || authority.Query.Length + authority.Fragment.Length + authority.UserInfo.Length > 0)
        {
            section.Fault("Authority", "is not an address such as https://login.example.org/realm, without user, query or fragment.");
            return Unusable;
        }

        if (authority.AbsolutePath.Contains("/.well-known/", StringComparison.Ordinal))
            section.Fault("Authority", "is the address of a document; leave out everything from /.well-known/ on.");

        if (authority.Scheme == Uri.UriSchemeHttp && !MayBePlain(authority, isDevelopment))
            section.Fault("Authority", $"'{text}' must begin with https://; plain http is for a provider on this machine in the Development environment.");

        return authority;
    }

    private static string ClientId(SectionReader section)
    {
        var clientId = section.Text("ClientId");
        if (clientId.Length == 0)
            section.Fault("ClientId", "is missing; set it to the name under which your OpenID Connect provider knows this console.");

        return clientId;
    }

    private static string? ClientSecret(SectionReader section)
    {
        var secret = section.Text("ClientSecret");
        var file = section.Text("ClientSecretFile");
        if (file.Length == 0)
            return secret.Length == 0 ? null : secret;

        if (secret.Length > 0)
            section.Fault("ClientSecretFile", $"and {section.Key("ClientSecret")} are both set; keep one.");

        return section.FileText("ClientSecretFile", file);
    }

    /// <summary>One text, as OAuth writes it: a list would be merged with the default entry by entry.</summary>
    private static string[] Scopes(SectionReader section)
    {
        var scopes = section.Text("Scopes", "openid profile").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (!scopes.Contains("openid", StringComparer.Ordinal))
            section.Fault("Scopes", "must contain openid; separate scopes by spaces.");

        return scopes;
    }

    private static string Path(SectionReader section, string name, string byDefault)
    {
        var path = section.Text(name, byDefault);
        if (path.Length < 2 || path[0] != '/' || path.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('/' or '-' or '_' or '.')))
            section.Fault(name, $"'{path}' is not a path such as {byDefault}.");

        return path;
    }
}
