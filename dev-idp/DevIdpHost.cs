using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;

namespace Rtm.DevIdp;

/// <summary>An OpenID Connect provider for development and tests: loopback only, keys and sessions gone when it stops.</summary>
public static class DevIdpHost
{
    public static WebApplication Build(DevIdpOptions options)
    {
        var url = Check(options);
        // An empty builder reads no files and no environment, so nothing can make it listen anywhere else.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions
        {
            EnvironmentName = options.Environment,
            ApplicationName = typeof(DevIdpHost).Assembly.GetName().Name,
        });
        builder.WebHost.UseKestrelCore().UseUrls(url.GetLeftPart(UriPartial.Authority));
        builder.Logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.TimestampFormat = "HH:mm:ss ";
        });
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        AddServices(builder.Services, options, url);

        var app = builder.Build();
        app.UseRouting();
        app.UseAuthentication();
        app.MapSignInPage();
        app.MapProvider();
        return app;
    }

    private static Uri Check(DevIdpOptions options)
    {
        if (options.Environment != Environments.Development)
            throw new DevIdpRefusedException(
                $"environment: the development identity provider runs in the Development environment only, not in '{options.Environment}'.");

        if (!Uri.TryCreate(options.Url, UriKind.Absolute, out var url) || url.Scheme != Uri.UriSchemeHttp || !url.IsLoopback)
            throw new DevIdpRefusedException(
                $"DevIdp:Url: the development identity provider listens on this machine only, such as http://localhost:5001, not on '{options.Url}'.");

        return url;
    }

    private static void AddServices(IServiceCollection services, DevIdpOptions options, Uri url)
    {
        services.AddSingleton(options);
        services.AddRouting();
        services.AddDataProtection().UseEphemeralDataProtectionProvider();
        services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie(cookie =>
        {
            // Cookies ignore ports: the console on the same host has a name of its own.
            cookie.Cookie.Name = "rtm-dev-idp";
            cookie.Cookie.SameSite = SameSiteMode.Lax;
            cookie.LoginPath = SignInPage.Path;
            cookie.ReturnUrlParameter = SignInPage.ReturnUrlParameter;
        });
        services.AddProvider(options, url);
    }
}
