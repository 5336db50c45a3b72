using System.Globalization;
using LoadLab.Stacks.Machine;

namespace LoadLab.Stacks.Processes;

/// <summary>
/// Starts a server with a lower priority than LoadLab's own, so that a stack on the generator's machine does not make the generator late.
/// Lowering a priority needs no rights. Where the kernel shares the CPU by session (sched(7), "autogroup"), the nice value of a process counts
/// only inside its session, and each server has one of its own: so the session gets the same value.
/// </summary>
internal static class Niceness
{
    private const string Autogroup = "/proc/self/autogroup";

    // The kernel takes one change in 100 ms from a user without rights, for the whole machine, and refuses the rest with EAGAIN.
    private const string Script = $$"""
        if [ -w {{Autogroup}} ]; then
          for try in 1 2 3 4 5 6 7 8 9 10; do echo "$0" >{{Autogroup}} && break; sleep 0.1; done
        fi 2>/dev/null
        exec nice -n "$0" "$@"
        """;

    /// <summary>What stands before a command to run it so; nothing for 0. It only execs: the process id stays the same.</summary>
    public static IReadOnlyList<string> Prefix(int nice) =>
        nice == 0 ? [] : ["/bin/sh", "-c", Script, nice.ToString(CultureInfo.InvariantCulture)];

    /// <summary>
    /// By how much the kernel prefers LoadLab to a process, from what is in effect: the nice value of the process against our own, or that of its
    /// session where it is lower.
    /// </summary>
    public static int InEffect(int processId)
    {
        var difference = NiceOf(processId) - NiceOf(Environment.ProcessId);
        return HasSessions && SessionOf(processId) is { } session ? Math.Min(difference, session - (SessionOf(Environment.ProcessId) ?? 0)) : difference;
    }

    /// <summary>True where the kernel shares the CPU by session.</summary>
    public static bool HasSessions => ProcessTable.TryRead("/proc/sys/kernel/sched_autogroup_enabled", out var enabled) && enabled.Trim() == "1";

    /// <summary>Gives the session of a process a nice value; false when the kernel does not take it now, or the process has gone.</summary>
    public static bool TrySetSession(int processId, int nice)
    {
        try
        {
            File.WriteAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{processId}/autogroup"), nice.ToString(CultureInfo.InvariantCulture));
            return true;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    // The 19th field; the second, the name in brackets, may hold anything. See proc_pid_stat(5).
    private static int NiceOf(int processId)
    {
        var stat = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{processId}/stat"));
        return int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[16], CultureInfo.InvariantCulture);
    }

    // "/autogroup-25 nice 5"; null where the kernel has none.
    private static int? SessionOf(int processId) =>
        ProcessTable.TryRead(string.Create(CultureInfo.InvariantCulture, $"/proc/{processId}/autogroup"), out var text)
        && int.TryParse(text.Trim().Split(' ')[^1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var nice) ? nice : null;
}
