using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using Rtm.Console.Configuration;

namespace Rtm.Console.Security;

/// <summary>
/// Shows the client's secret to the provider in the header (<c>client_secret_basic</c>, RFC 6749 2.3.1) instead of in the form, in whatever is sent to it:
/// the framework knows the form alone.
/// </summary>
internal sealed class SecretInHeader(SignInOptions options) : DelegatingHandler(new HttpClientHandler())
{
    private const string Secret = "client_secret";

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Content is FormUrlEncodedContent form)
        {
            var fields = QueryHelpers.ParseQuery(await form.ReadAsStringAsync(cancellationToken));
            if (fields.Remove(Secret, out var secret))
            {
                var pair = $"{WebUtility.UrlEncode(options.ClientId)}:{WebUtility.UrlEncode(secret.ToString())}";
                request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes(pair)));
                request.Content = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Key, field.Value.ToString())));
            }
        }

        return await base.SendAsync(request, cancellationToken);
    }
}
