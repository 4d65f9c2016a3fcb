using Rtm.Console.Telemetry;

namespace Rtm.Console.Configuration;

/// <summary><c>Rtm:Telemetry</c>.</summary>
internal static class TelemetrySection
{
    public static TelemetryOptions Read(SectionReader section)
    {
        var text = section.Text("MetricsUrl");
        if (text.Length == 0)
            return new TelemetryOptions();

        if (Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme == Uri.UriSchemeHttp
            && url.PathAndQuery == "/" && url.Fragment.Length + url.UserInfo.Length == 0)
            return new TelemetryOptions { MetricsUrl = url };

        section.Fault("MetricsUrl", $"'{text}' is not an address such as http://localhost:9464; Prometheus reads /metrics there.");
        return new TelemetryOptions();
    }
}
