using System.Diagnostics;

namespace LoadLab.Engine.SelfTest;

/// <summary>Stops this process with SIGSTOP and has it go on with SIGCONT. Another process has to do both.</summary>
internal static class ProcessPause
{
    /// <summary>Stops this process <paramref name="after"/> from now, for at least <paramref name="length"/>.</summary>
    public static void Begin(TimeSpan after, TimeSpan length)
    {
        var script = FormattableString.Invariant(
            $"sleep {after.TotalSeconds}; kill -STOP {Environment.ProcessId}; sleep {length.TotalSeconds}; kill -CONT {Environment.ProcessId}");
        var shell = Process.Start("/bin/sh", ["-c", script]);
        shell.EnableRaisingEvents = true;
        shell.Exited += (_, _) => shell.Dispose();
    }
}
