using System.Collections.Concurrent;
using System.Diagnostics;

namespace LoadLab.IntegrationTests.ReferenceLms;

/// <summary>
/// Starts processes that die with the test run. The kernel sends the death signal when the thread that forked ends, so all are
/// started by one thread that lives until the end.
/// </summary>
internal sealed class ChildProcesses : IDisposable
{
    private readonly BlockingCollection<Action> _work = [];
    private readonly Thread _thread;
    private readonly List<Process> _started = [];

    public ChildProcesses()
    {
        _thread = new Thread(() =>
        {
            foreach (var work in _work.GetConsumingEnumerable())
            {
                work();
            }
        })
        { IsBackground = true };
        _thread.Start();
    }

    /// <summary>Starts a program that writes to a log file.</summary>
    public Process Start(
        string program, IEnumerable<string> arguments, string log, string deathSignal, string? user = null, IReadOnlyDictionary<string, string>? environment = null)
    {
        string[] identity = user is not null && Environment.UserName == "root" ? [$"--reuid={user}", $"--regid={user}", "--clear-groups"] : [];
        var info = new ProcessStartInfo("/bin/sh")
        {
            // exec all the way down: the process id is the program's own.
            ArgumentList = { "-c", "log=$1; shift; exec \"$@\" >\"$log\" 2>&1 </dev/null", "sh", log, "setpriv", $"--pdeathsig={deathSignal}" },
        };
        foreach (var argument in (string[])[.. identity, "--", program, .. arguments])
        {
            info.ArgumentList.Add(argument);
        }

        foreach (var (key, value) in environment ?? new Dictionary<string, string>())
        {
            info.Environment[key] = value;
        }

        var started = new TaskCompletionSource<Process>();
        _work.Add(() =>
        {
            try
            {
                started.SetResult(Process.Start(info)!);
            }
            catch (Exception fault)
            {
                started.SetException(fault);
            }
        });
        var process = started.Task.GetAwaiter().GetResult();
        lock (_started)
        {
            _started.Add(process);
        }

        return process;
    }

    /// <summary>Sends a signal, by number or name.</summary>
    public static void Signal(Process process, string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    public void Dispose()
    {
        foreach (var process in _started)
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
                process.WaitForExit();
            }

            process.Dispose();
        }

        _work.CompleteAdding();
        _thread.Join();
        _work.Dispose();
    }
}
