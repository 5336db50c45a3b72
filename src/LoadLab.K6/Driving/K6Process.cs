using System.Diagnostics;
using LoadLab.Core;

namespace LoadLab.K6.Driving;

/// <summary>
/// A k6 that runs. A shell in a session of its own starts it, so that a Ctrl-C in the terminal is LoadLab's alone, and reads from LoadLab: a line asks k6
/// to stop, and the end of the pipe, which the kernel brings however LoadLab ends, kills it and what it has started.
/// </summary>
internal sealed class K6Process : IDisposable
{
    // Points go to the shell's output, all else to its error output. The module comes by a variable, which k6 does not see: nothing is written to disk.
    private const string Script = """
        module=$LOADLAB_K6_MODULE
        unset LOADLAB_K6_MODULE
        exec 3<&0
        printf '%s' "$module" | "$@" 9>&1 1>&2 3<&- &
        k6=$!
        ( while read -r line; do kill -TERM "$k6" 2>/dev/null; done; kill -KILL 0 ) <&3 >/dev/null 2>&1 &
        watch=$!
        exec 3<&- 0</dev/null 1>/dev/null
        wait "$k6"
        code=$?
        kill -KILL "$watch" 2>/dev/null
        exit "$code"
        """;

    private readonly Process _process;

    private K6Process(Process process) => _process = process;

    /// <summary>Its process group.</summary>
    public int Group => _process.Id;

    /// <summary>The points, as they come.</summary>
    public Stream Points => _process.StandardOutput.BaseStream;

    /// <summary>Its log, and what the script prints.</summary>
    public StreamReader Log => _process.StandardError;

    /// <summary>How it ended.</summary>
    public int ExitCode => _process.ExitCode;

    /// <summary>Ends when it has ended.</summary>
    public Task WhenEnded { get; private init; } = Task.CompletedTask;

    /// <exception cref="LoadLabException">It cannot be started (104).</exception>
    public static K6Process Start(K6Program program, string module, IReadOnlyDictionary<string, string> variables, IReadOnlyList<string> flags, string folder)
    {
        var info = new ProcessStartInfo("setsid") { WorkingDirectory = folder, UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])["/bin/sh", "-c", Script, "loadlab-k6", program.Path, "run", "--quiet", "--no-color", "--log-format", "json", "--address", "", "--out", "json=/dev/fd/9", .. flags, "-"])
        {
            info.ArgumentList.Add(argument);
        }

        K6Program.SetEnvironment(info, variables);
        info.Environment["LOADLAB_K6_MODULE"] = module;
        try
        {
            var process = Process.Start(info) ?? throw new InvalidOperationException("the system gave no process");
            return new K6Process(process) { WhenEnded = process.WaitForExitAsync(CancellationToken.None) };
        }
        catch (Exception fault) when (fault is System.ComponentModel.Win32Exception or InvalidOperationException)
        {
            throw new LoadLabException(Core.ExitCode.BadConfiguration, $"k6 cannot be started by setsid: {fault.Message}", "Install setsid (util-linux). Nothing was started.", fault);
        }
    }

    /// <summary>Asks it to stop: no new iterations; it breaks off those under way, and runs teardown().</summary>
    public void Stop()
    {
        try
        {
            _process.StandardInput.Write("stop\n");
            _process.StandardInput.Flush();
        }
        catch (Exception fault) when (fault is IOException or InvalidOperationException)
        {
            // It has ended.
        }
    }

    /// <summary>Kills it, and whatever it started that is left.</summary>
    public void Kill()
    {
        try
        {
            _process.StandardInput.Dispose();
        }
        catch (Exception fault) when (fault is IOException or InvalidOperationException)
        {
            // It has ended.
        }
    }

    public void Dispose()
    {
        Kill();
        _process.Dispose();
    }
}
