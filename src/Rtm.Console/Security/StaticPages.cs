using System.Diagnostics;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Rtm.Console.Security;

/// <summary>Pages without a circuit, for whoever may not have one and for when things are broken.</summary>
internal static class StaticPages
{
    public static Task WriteAsync<TPage>(HttpContext context, int status, Dictionary<string, object?>? parameters = null)
        where TPage : IComponent
    {
        context.Response.Headers.CacheControl = "no-cache, no-store";
        context.Response.Headers.Pragma = "no-cache";
        return new RazorComponentResult<TPage>(parameters ?? []) { StatusCode = status }.ExecuteAsync(context);
    }

    /// <summary>The number a person reads out and an operator finds in the log.</summary>
    public static string TraceId(this HttpContext context) => Activity.Current?.TraceId.ToString() ?? context.TraceIdentifier;
}
