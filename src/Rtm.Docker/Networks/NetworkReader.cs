using System.Text.Json;

namespace Rtm.Docker;

/// <summary>Looks for networks of one engine.</summary>
internal sealed class NetworkReader(EngineConnection connection) : INetworkReader
{
    public async Task EnsureNetworkAsync(string name, CancellationToken ct)
    {
        var call = new EngineCall("ensure network", name ?? "", EngineSubject.Network);
        if (!EngineNames.IsName(call.Target))
            throw new InvalidReferenceException(
                connection.Failure(call),
                $"'{HarmlessText.Of(call.Target)}' is not a network name: those are a letter or digit, then letters, digits, '_', '.' or '-'. Docker Engine '{connection.Name}' was not asked.");
        await connection.CallAsync(
            call,
            connection.Deadlines.Inspect,
            async token =>
            {
                var network = await connection.Library.Networks.InspectNetworkAsync(call.Target, token).ConfigureAwait(false);
                if (string.IsNullOrEmpty(network?.ID))
                    throw new JsonException("The answer has no Id.");
            },
            ct).ConfigureAwait(false);
    }
}
