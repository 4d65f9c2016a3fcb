namespace Rtm.Console.Security;

/// <summary>What every response tells the browser to refuse.</summary>
internal static class SecurityHeaders
{
    public static void UseSecurityHeaders(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        // On starting, because the error handler clears what was set before it.
        context.Response.OnStarting(() =>
        {
            Write(context);
            return Task.CompletedTask;
        });
        return next(context);
    });

    private static void Write(HttpContext context)
    {
        var services = context.RequestServices;
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = Policy(
            services.GetRequiredService<CspNonce>().Value,
            services.GetRequiredService<ProviderOrigins>().ForFormAction);
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        // Not no-referrer: with it browsers send our own forms from the origin "null", which OriginRules must refuse.
        headers["Referrer-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=(), usb=()";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        // The framework's own middleware sets it before, and loses it on an error.
        if (context.Request.IsHttps && !services.GetRequiredService<IHostEnvironment>().IsDevelopment())
            headers.StrictTransportSecurity = "max-age=31536000";
    }

    // MudBlazor writes styles inline; only Blazor's import map is an inline script.
    private static string Policy(string nonce, string formTargets) =>
        $"default-src 'self'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
        + "connect-src 'self'; font-src 'self'; object-src 'none'; base-uri 'self'; frame-ancestors 'none'; "
        + $"form-action 'self' {formTargets}";
}
