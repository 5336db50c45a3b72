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
    // What reads the pipe outlives k6: whatever k6 has left is killed when LoadLab closes it.
    private const string Local = """
        module=$LOADLAB_K6_MODULE
        unset LOADLAB_K6_MODULE
        exec 3<&0
        printf '%s' "$module" | "$@" 9>&1 1>&2 3<&- &
        k6=$!
        ( while read -r line; do kill -TERM "$k6" 2>/dev/null; done; kill -KILL 0 ) <&3 >/dev/null 2>&1 &
        exec 3<&- 0</dev/null 1>/dev/null
        wait "$k6"
        """;

    // In a container the points come by a named pipe, in a directory that both see. The client goes before its container: it could still be making one.
    // A reader of the named pipe waits for a writer, so k6 may end without one: who opens it both ways lets the reader go.
    private const string Contained = """
        module=$LOADLAB_K6_MODULE pipe=$LOADLAB_K6_PIPE name=$LOADLAB_K6_CONTAINER
        unset LOADLAB_K6_MODULE LOADLAB_K6_PIPE LOADLAB_K6_CONTAINER
        exec 3<&0
        mkfifo -m 600 "$pipe/points" || exit 1
        cat "$pipe/points" 3<&- &
        cat=$!
        printf '%s' "$module" | "$@" 1>&2 3<&- &
        k6=$!
        (
          while read -r line; do "$1" kill --signal TERM "$name"; done
          kill -KILL "$k6"
          "$1" rm --force --volumes "$name" || { sleep 1; "$1" rm --force --volumes "$name"; }
          rm -rf "$pipe"
          kill -KILL 0
        ) <&3 >/dev/null 2>&1 &
        exec 3<&- 0</dev/null 1>/dev/null
        wait "$k6"
        code=$?
        : <>"$pipe/points"
        wait "$cat"
        exit "$code"
        """;

    private readonly Process _process;
    private readonly Func<int> _group;

    private K6Process(Process process, Func<int> group) => (_process, _group) = (process, group);

    /// <summary>The process group of k6; 0 while it is not known. For a container it asks Docker: call it rarely.</summary>
    public int Group => _group();

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
        var name = "loadlab-k6-" + Guid.NewGuid().ToString("N");
        var pipe = program.Image is null ? null : Directory.CreateTempSubdirectory("loadlab-k6-").FullName;
        var points = pipe is null ? "/dev/fd/9" : Path.Combine(pipe, "points");
        IReadOnlyList<string> arguments = ["run", "--quiet", "--no-color", "--log-format", "json", "--address", "", "--out", "json=" + points, .. flags, "-"];
        var info = new ProcessStartInfo("setsid", ["/bin/sh", "-c", pipe is null ? Local : Contained, "loadlab-k6", program.Path, .. program.Command(arguments, variables, folder, name, pipe is null ? [] : [pipe])])
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        K6Program.SetEnvironment(info, variables);
        info.Environment["LOADLAB_K6_MODULE"] = module;
        if (pipe is not null)
        {
            (info.Environment["LOADLAB_K6_PIPE"], info.Environment["LOADLAB_K6_CONTAINER"]) = (pipe, name);
        }

        try
        {
            var process = Process.Start(info) ?? throw new InvalidOperationException("the system gave no process");
            return new K6Process(process, program.Image is { } image ? () => image.ProcessOf(name) : () => process.Id) { WhenEnded = process.WaitForExitAsync(CancellationToken.None) };
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

    /// <summary>Kills it, and whatever it started that is left. What it wrote can still be read.</summary>
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
