using System.Diagnostics;
using System.Globalization;
using Npgsql;
using Rtm.E2E.Tests.Support;
using Rtm.Tests.Support;
using Xunit;

namespace Rtm.E2E.Tests.History.Support;

/// <summary>A real PostgreSQL on a free loopback port, with its data in a folder that goes with it.</summary>
public sealed class PrivatePostgres : IAsyncLifetime
{
    public const string Password = "galaxy-test";

    // PostgreSQL refuses to run as root. It ends when the input closes, and that closes when this process ends, however it ends.
    private const string EndsWithItsInput = """
        set -e
        bin=$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -n 1)
        folder=$(mktemp -d /tmp/rtm-postgres-XXXXXX)
        trap 'rm -rf "$folder"' EXIT
        as=()
        if [ "$(id -u)" = 0 ]; then
            chown postgres: "$folder"
            as=(setpriv --reuid=postgres --regid=postgres --clear-groups)
        fi
        cd "$folder"
        printf '%s' "$2" >password
        chmod 644 password
        "${as[@]}" "$bin/initdb" -D "$folder/data" -U rtm -E UTF8 --no-locale --auth=scram-sha-256 --pwfile=password >initdb.log 2>&1 || { cat initdb.log >&2; exit 1; }
        exec 3<&0
        "${as[@]}" "$bin/postgres" -D "$folder/data" -p "$1" -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off -c max_connections=60 3<&- &
        postgres=$!
        ( while read -r _ <&3; do :; done; kill -INT "$postgres" ) >/dev/null 2>&1 &
        wait "$postgres" || true
        """;

    private readonly int _port = FreePort.Find();
    private Process? _process;
    private Task<string> _words = Task.FromResult("");
    private int _databases;

    public int Port => _port;

    public async ValueTask InitializeAsync()
    {
        var start = new ProcessStartInfo("bash", ["-c", EndsWithItsInput, "postgres", _port.ToString(CultureInfo.InvariantCulture), Password])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        _process = Process.Start(start) ?? throw new InvalidOperationException("bash did not start");
        _words = _process.StandardError.ReadToEndAsync();
        _ = _process.StandardOutput.ReadToEndAsync();
        await Tool.WaitUntilAsync("PostgreSQL to answer", TimeSpan.FromSeconds(60), AnswersAsync, TestContext.Current.CancellationToken);
    }

    /// <summary>The connection string of a new, empty database.</summary>
    public async Task<string> NewDatabaseAsync(CancellationToken ct, int? port = null)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"history{Interlocked.Increment(ref _databases)}");
        await ExecuteAsync($"CREATE DATABASE {name}", ct);
        return ConnectionString(name, port ?? _port);
    }

    public async Task ExecuteAsync(string sql, CancellationToken ct, string database = "postgres")
    {
        await using var connection = new NpgsqlConnection(ConnectionString(database, _port) + ";Pooling=false");
        await connection.OpenAsync(ct);
#pragma warning disable CA2100 // The tests' own words.
        await using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync(ct);
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is null)
            return;
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static string ConnectionString(string database, int port) =>
        string.Create(CultureInfo.InvariantCulture, $"Host=127.0.0.1;Port={port};Database={database};Username=rtm;Password={Password}");

    private async Task<bool> AnswersAsync()
    {
        if (_process!.HasExited)
            throw new ToolFailedException($"PostgreSQL ended: {await _words}");
        try
        {
            await ExecuteAsync("SELECT 1", TestContext.Current.CancellationToken);
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }
}
