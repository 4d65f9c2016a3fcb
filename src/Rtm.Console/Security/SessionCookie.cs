using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace Rtm.Console.Security;

/// <summary>The session: requests are let in for eight hours from sign-in. A page that is open by then stays so until it is left or reloaded.</summary>
internal static class SessionCookie
{
    public const string CookieName = "__Host-rtm";

    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(8);

    public static void Configure(CookieAuthenticationOptions options)
    {
        options.Cookie.Name = CookieName;
        options.Cookie.Path = "/";
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Lax;
        // Browsers accept it from http://localhost too.
        options.Cookie.SecurePolicy = CookieSecurePolicy.Always;
        options.ExpireTimeSpan = Lifetime;
        options.SlidingExpiration = false;
        options.LoginPath = SignInEndpoints.SignInPath;
        options.AccessDeniedPath = SignInEndpoints.AccessDeniedPath;
        options.ReturnUrlParameter = ReturnUrl.Parameter;
        options.Events.OnRedirectToLogin = context => RedirectPeople(context, StatusCodes.Status401Unauthorized);
        options.Events.OnRedirectToAccessDenied = context => RedirectPeople(context, StatusCodes.Status403Forbidden);
    }

    private static Task RedirectPeople(RedirectContext<CookieAuthenticationOptions> context, int status)
    {
        var request = context.Request;
        if (MachinePaths.Contains(request.Path) || !(HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)))
            context.Response.StatusCode = status;
        else
            context.Response.Redirect(context.RedirectUri);

        return Task.CompletedTask;
    }
}
