using Microsoft.AspNetCore.Diagnostics;
using Rtm.Console.Components.SignIn;
using Rtm.Console.Telemetry;

namespace Rtm.Console.Security;

/// <summary>A failure is a page with a number to look up, never a stack trace; a program gets the bare status.</summary>
internal static class ErrorPages
{
    public static void UseErrorPages(this WebApplication app)
    {
        var logger = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(ErrorPages));
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            ExceptionHandler = async context =>
            {
                var failure = context.Features.Get<IExceptionHandlerFeature>();
                Log.RequestFailed(logger, new PathString(failure?.Path).ToUriComponent(), context.TraceId(), failure?.Error);
                if (!MachinePaths.Contains(failure?.Path))
                    await WriteAsync(context);
            },
            SuppressDiagnosticsCallback = _ => true,
            StatusCodeSelector = StatusOf,
        });
        app.UseStatusCodePages(async status =>
        {
            if (!MachinePaths.Contains(status.HttpContext.Request.Path))
                await WriteAsync(status.HttpContext);
        });
    }

    /// <summary>A body that is too long or no form is the sender's fault, wherever it was found out.</summary>
    private static int StatusOf(Exception failure)
    {
        for (var cause = failure; cause is not null; cause = cause.InnerException)
        {
            if (cause is BadHttpRequestException bad)
                return bad.StatusCode;
        }

        return StatusCodes.Status500InternalServerError;
    }

    private static Task WriteAsync(HttpContext context)
    {
        var status = context.Response.StatusCode;
        return status == StatusCodes.Status404NotFound
            ? StaticPages.WriteAsync<PageNotFound>(context, status)
            : StaticPages.WriteAsync<RequestFailed>(context, status, new()
            {
                [nameof(RequestFailed.Status)] = status,
                [nameof(RequestFailed.TraceId)] = context.TraceId(),
            });
    }
}
