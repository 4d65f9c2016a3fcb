using System.Diagnostics;
using System.Text;

namespace Rtm.E2E.Tests.Support;

/// <summary>Runs the machine's own programs and reports their words when they fail.</summary>
public static class Tool
{
    /// <summary>A command line that runs with root's rights: as it is for root, with sudo for others.</summary>
    public static ProcessStartInfo AsRoot(string program, params IEnumerable<string> arguments) =>
        Environment.IsPrivilegedProcess
            ? new ProcessStartInfo(program, arguments)
            : new ProcessStartInfo("sudo", ["-n", program, .. arguments]);

    public static Task<string> RunAsync(string program, CancellationToken ct, params IEnumerable<string> arguments) =>
        RunAsync(new ProcessStartInfo(program, arguments), input: null, ct);

    /// <summary>What the program printed, without the last line end; throws when it exits with another code than 0.</summary>
    public static async Task<string> RunAsync(ProcessStartInfo start, Stream? input, CancellationToken ct)
    {
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.StandardOutputEncoding = Encoding.UTF8;
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{start.FileName} did not start");
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(ct);
            var errors = process.StandardError.ReadToEndAsync(ct);
            if (input is not null)
            {
                await input.CopyToAsync(process.StandardInput.BaseStream, ct);
            }
            process.StandardInput.Close();
            await process.WaitForExitAsync(ct);
            if (process.ExitCode != 0)
            {
                throw new ToolFailedException($"{start.FileName} {string.Join(' ', start.ArgumentList)} exited with {process.ExitCode}: {await errors}");
            }
            return (await output).TrimEnd('\n');
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    /// <summary>Asks again every 20 ms until the answer is yes; names what it waited for when the deadline passes.</summary>
    public static async Task WaitUntilAsync(string what, TimeSpan deadline, Func<Task<bool>> answer, CancellationToken ct)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        var started = TimeProvider.System.GetTimestamp();
        while (!await answer())
        {
            if (TimeProvider.System.GetElapsedTime(started) > deadline)
            {
                throw new TimeoutException($"waited {deadline.TotalSeconds:0.#} s for {what}");
            }
            await timer.WaitForNextTickAsync(ct);
        }
    }
}

public sealed class ToolFailedException(string message) : Exception(message);
