using System.Net;
using Docker.DotNet;

namespace Rtm.Docker;

/// <summary>An engine never redirects, and the client library takes a redirect for a success: whoever answers with one is no engine.</summary>
internal sealed class RedirectRefusal(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        if ((int)response.StatusCode is < 300 or >= 400 || response.StatusCode == HttpStatusCode.NotModified)
            return response;
        using (response)
        {
            throw new DockerApiException(response.StatusCode, responseBody: "");
        }
    }
}
