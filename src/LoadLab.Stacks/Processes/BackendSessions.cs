using System.Globalization;
using LoadLab.Stacks.Machine;

namespace LoadLab.Stacks.Processes;

/// <summary>
/// Gives the processes that Postgres starts for its connections the priority of the stack. Each of them makes a session of its own (setsid(2)),
/// and where the kernel shares the CPU by session, a new one counts as much as the whole generator. Only such kernels have anything to do here.
/// Looks at the postmaster's children five times a second, and touches each once. Thread-safe.
/// </summary>
internal sealed class BackendSessions : IDisposable
{
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(200);

    private readonly ProcessGroup _group;
    private readonly int _nice;
    private readonly ITimer? _timer;
    private HashSet<int> _done = [];
    private int _looking;

    /// <summary>Looks from now on; never where there is nothing to do.</summary>
    public BackendSessions(ProcessGroup group, int nice)
    {
        (_group, _nice) = (group, nice);
        _timer = nice > 0 && Niceness.HasSessions ? group.Time.CreateTimer(_ => Refresh(), null, s_interval, s_interval) : null;
    }

    public void Dispose() => _timer?.Dispose();

    private void Refresh()
    {
        // A late timer may fire twice at once.
        if (Interlocked.Exchange(ref _looking, 1) == 1)
            return;
        try
        {
            if (_group.Children.FirstOrDefault(child => child.Command.Role == "postgres") is { } postmaster)
            {
                var children = ChildrenOf(postmaster.Id);
                _done = [.. children.Where(child => _done.Contains(child) || Niceness.TrySetSession(child, _nice))];
            }
        }
        finally
        {
            Volatile.Write(ref _looking, 0);
        }
    }

    private static List<int> ChildrenOf(int processId) =>
        ProcessTable.TryRead(string.Create(CultureInfo.InvariantCulture, $"/proc/{processId}/task/{processId}/children"), out var text)
            ? [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(id => int.Parse(id, CultureInfo.InvariantCulture))]
            : [];
}
