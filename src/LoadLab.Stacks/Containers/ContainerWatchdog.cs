using System.Diagnostics;

namespace LoadLab.Stacks.Containers;

/// <summary>
/// A small shell process that outlives a killed LoadLab by a moment and removes its containers, where Docker's own client is installed.
/// Where it is not, the next start sweeps them.
/// </summary>
internal sealed class ContainerWatchdog : IDisposable
{
    private const string Script = """
        trap '' HUP INT TERM
        while read -r _; do :; done
        command -v docker >/dev/null || exit 0
        left=$(docker --host "$0" ps --all --quiet --filter "label=$1")
        [ -z "$left" ] || docker --host "$0" rm --force --volumes $left
        networks=$(docker --host "$0" network ls --quiet --filter "label=$1")
        [ -z "$networks" ] || docker --host "$0" network rm $networks
        """;

    private readonly Process _process;

    private ContainerWatchdog(Process process) => _process = process;

    /// <summary>Starts the watchdog of the containers with a label.</summary>
    public static ContainerWatchdog Start(Uri engine, string label)
    {
        // Its own session: a Ctrl-C is not for it.
        var info = new ProcessStartInfo("setsid", ["/bin/sh", "-c", Script, engine.AbsoluteUri.TrimEnd('/'), label])
        {
            WorkingDirectory = "/",
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var process = Process.Start(info) ?? throw new InvalidOperationException("Cannot start the watchdog: the system gave no process.");
        process.StandardOutput.Dispose();
        process.StandardError.Dispose();
        return new ContainerWatchdog(process);
    }

    /// <summary>Lets it go, and waits for its end. Call it when the containers are gone: it then has nothing to do.</summary>
    public void Dispose()
    {
        try
        {
            _process.StandardInput.Dispose();
            _process.WaitForExit(TimeSpan.FromSeconds(10));
        }
        catch (IOException)
        {
            // It has ended already.
        }

        _process.Dispose();
    }
}
