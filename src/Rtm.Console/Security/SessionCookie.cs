using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace Rtm.Console.Security;

/// <summary>The cookie: a key to a session, and nothing else.</summary>
internal static class SessionCookie
{
    public const string CookieName = "__Host-rtm";

    /// <summary>Why there is no session any more, for a page that was cut off.</summary>
    public const string EndHeader = "Rtm-Session-End";

    private const string Key = "rtm_key";

    public static ClaimsPrincipal Holding(string key) => new(new ClaimsIdentity([new(Key, key)], CookieAuthenticationDefaults.AuthenticationScheme));

    public static void Configure(CookieAuthenticationOptions options)
    {
        options.Cookie.Name = CookieName;
        options.Cookie.Path = "/";
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Lax;
        // Browsers accept it from http://localhost too.
        options.Cookie.SecurePolicy = CookieSecurePolicy.Always;
        options.SlidingExpiration = false;
        options.LoginPath = SignInEndpoints.SignInPath;
        options.AccessDeniedPath = SignInEndpoints.AccessDeniedPath;
        options.ReturnUrlParameter = ReturnUrl.Parameter;
        options.Events.OnValidatePrincipal = ValidateAsync;
        options.Events.OnRedirectToLogin = context => RedirectPeople(context, StatusCodes.Status401Unauthorized);
        options.Events.OnRedirectToAccessDenied = context => RedirectPeople(context, StatusCodes.Status403Forbidden);
    }

    /// <summary>The session this browser had, if it has ended a short while ago.</summary>
    public static SessionEnd? EndOf(HttpContext context) => context.Items.TryGetValue(Key, out var end) ? end as SessionEnd? : null;

    private static async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        var services = context.HttpContext.RequestServices;
        var sessions = services.GetRequiredService<SessionRegistry>();
        var session = sessions.OfKey(context.Principal?.FindFirstValue(Key));
        if (session is not null && sessions.IsLive(session))
        {
            await services.GetRequiredService<SessionCheck>().RunIfDueBrieflyAsync(session, context.HttpContext.RequestAborted);
            if (IsAct(context.Request))
                session.Act();
        }

        if (session is null || !sessions.IsLive(session))
        {
            context.HttpContext.Items[Key] = session?.End;
            context.RejectPrincipal();
            return;
        }

        context.ReplacePrincipal(session.Principal);
    }

    /// <summary>Somebody opened a page; what an open page asks for by itself is no act.</summary>
    private static bool IsAct(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) && !MachinePaths.Contains(request.Path) && request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);

    private static Task RedirectPeople(RedirectContext<CookieAuthenticationOptions> context, int status)
    {
        var request = context.Request;
        if (EndOf(context.HttpContext) is { } end)
            context.Response.Headers[EndHeader] = end.ToString();
        if (HttpMethods.IsPost(request.Method) && request.Path == "/_blazor/disconnect")
            // A page that was signed out says good-bye: nothing is run, there is nothing to end any more, and nothing to complain of in the browser.
            context.Response.StatusCode = StatusCodes.Status204NoContent;
        else if (MachinePaths.Contains(request.Path) || !(HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)))
            context.Response.StatusCode = status;
        else
            context.Response.Redirect(context.RedirectUri);

        return Task.CompletedTask;
    }
}
