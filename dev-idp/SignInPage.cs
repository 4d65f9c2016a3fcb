using System.Net;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Rtm.DevIdp;

/// <summary>Choose a demo user, or type a name and a password.</summary>
internal static class SignInPage
{
    public const string Path = "/sign-in";
    public const string SignedOutPath = "/signed-out";
    public const string ReturnUrlParameter = "returnUrl";

    /// <summary>In a session: the request for which its person was asked last.</summary>
    public const string AskedBy = "asked-by";

    public static string NameOf(string? query) => Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(query ?? "")));

    public static void MapSignInPage(this WebApplication app)
    {
        app.MapGet(Path, (HttpContext context) => Page(Form(ReturnUrlOf(context), refused: false)));
        app.MapPost(Path, (Delegate)SignInAsync);
        app.MapGet(SignedOutPath, () => Page("<h1>Signed out</h1><p>You are signed out of the development identity provider.</p>"));
    }

    private static async Task<IResult> SignInAsync(HttpContext context)
    {
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var returnUrl = ReturnUrlOf(context);
        var user = DemoUser.Find(form["user"]) ?? (form["name"] == form["password"] ? DemoUser.Find(form["name"]) : null);
        if (user is null)
            return Page(Form(returnUrl, refused: true), StatusCodes.Status401Unauthorized);

        var identity = new ClaimsIdentity([new Claim(Claims.Subject, user.Name)], CookieAuthenticationDefaults.AuthenticationScheme);
        var properties = new AuthenticationProperties();
        properties.SetString(AskedBy, NameOf(returnUrl.IndexOf('?', StringComparison.Ordinal) is >= 0 and var query ? returnUrl[query..] : null));
        await context.SignInAsync(new ClaimsPrincipal(identity), properties);
        return Results.LocalRedirect(returnUrl);
    }

    /// <summary>Only back into a sign-in that is under way.</summary>
    private static string ReturnUrlOf(HttpContext context)
    {
        var url = context.Request.Query[ReturnUrlParameter].ToString();
        return url.StartsWith("/connect/authorize?", StringComparison.Ordinal) ? url : SignedOutPath;
    }

    private static string Form(string returnUrl, bool refused)
    {
        var action = WebUtility.HtmlEncode($"{Path}{QueryString.Create(ReturnUrlParameter, returnUrl)}");
        var users = string.Concat(DemoUser.All.Select(user =>
            $"""<li><button name="user" value="{user.Name}">{user.Name} <span>{user.Role ?? "no role"}</span></button></li>"""));
        var alert = refused ? """<p role="alert">This name and password do not belong together. The password is the name.</p>""" : "";
        return $"""
            <h1>Sign in</h1>
            <p class="warning"><strong>For development only.</strong> Anyone who can reach this page can sign in as anyone.</p>
            {alert}
            <form method="post" action="{action}">
              <h2>Choose a user</h2>
              <ul>{users}</ul>
            </form>
            <form method="post" action="{action}">
              <h2>Or type a name</h2>
              <p><label for="name">Name</label><input id="name" name="name" autocomplete="username" required></p>
              <p><label for="password">Password (the same as the name)</label>
                <input id="password" name="password" type="password" autocomplete="current-password" required></p>
              <button>Sign in</button>
            </form>
            """;
    }

    private static IResult Page(string body, int status = StatusCodes.Status200OK) => Results.Content(
        """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>Development sign-in</title>
        <link rel="icon" href="data:,">
        <style>
        :root { color-scheme: light dark; }
        body { margin: 2rem auto; max-width: 30rem; padding: 0 1rem; font: 1rem/1.5 system-ui, sans-serif; }
        h1 { font-size: 1.5rem; } h2 { font-size: 1.1rem; }
        ul { list-style: none; padding: 0; display: grid; gap: 0.5rem; }
        label, input { display: block; width: 100%; box-sizing: border-box; }
        button, input { font: inherit; padding: 0.6rem 0.8rem; }
        li button { width: 100%; display: flex; justify-content: space-between; cursor: pointer; }
        .warning { border-left: 0.3rem solid #c77700; padding-left: 0.8rem; }
        </style>
        </head>
        <body><main>{body}</main></body>
        </html>
        """.Replace("{body}", body, StringComparison.Ordinal),
        "text/html; charset=utf-8",
        statusCode: status);
}
