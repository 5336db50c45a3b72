using System.Diagnostics;

namespace LoadLab.Stacks.Processes;

/// <summary>
/// A small shell process that outlives a killed LoadLab by a few seconds. It waits for its stdin to close, which the kernel does however
/// LoadLab ends, lets what is frozen go on, gives the children time to obey their death signal, kills what is left and deletes the stack's directory.
/// </summary>
internal sealed class Watchdog : IDisposable
{
    // Working directories name the stack's processes: no list of ids that could be stale.
    private const string Script = """
        trap '' HUP INT TERM
        while read -r _; do :; done
        members() {
          for p in /proc/[0-9]*; do
            case "$(readlink "$p/cwd" 2>/dev/null)" in "$0"|"$0"/*|"$0 (deleted)") echo "${p#/proc/}";; esac
          done
        }
        for p in $(members); do kill -CONT "$p" 2>/dev/null; done
        for i in 1 2 3 4 5; do
          [ -d "$0" ] || exit 0
          [ -n "$(members)" ] || break
          sleep 1
        done
        for p in $(members); do kill -KILL "$p" 2>/dev/null; done
        rm -rf -- "$0" || { sleep 1; rm -rf -- "$0"; }
        """;

    private readonly Process _process;

    private Watchdog(Process process) => _process = process;

    /// <summary>Starts the watchdog of a stack's directory.</summary>
    public static Watchdog Start(string directory)
    {
        // Its own session: a Ctrl-C is not for it. The root as working directory: it holds no file system and is no member itself.
        var info = new ProcessStartInfo("setsid")
        {
            WorkingDirectory = "/",
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in (string[])["/bin/sh", "-c", Script, directory])
            info.ArgumentList.Add(argument);
        var process = Process.Start(info) ?? throw new InvalidOperationException("Cannot start the watchdog: the system gave no process.");
        // Nobody reads what it says; a closed pipe cannot fill.
        process.StandardOutput.Dispose();
        process.StandardError.Dispose();
        return new Watchdog(process);
    }

    /// <summary>Lets it go, and waits for its end. Call it when the directory is gone: it then has nothing to do.</summary>
    public void Dispose()
    {
        try
        {
            _process.StandardInput.Dispose();
            _process.WaitForExit(TimeSpan.FromSeconds(10));
            _process.Dispose();
        }
        catch (InvalidOperationException)
        {
            // Disposed before: another thread was here first.
        }
    }
}
