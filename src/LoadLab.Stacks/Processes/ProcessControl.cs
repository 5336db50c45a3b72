using LoadLab.Core;
using LoadLab.Core.Running;
using LoadLab.Stacks.Machine;

namespace LoadLab.Stacks.Processes;

/// <summary>
/// Stops (SIGKILL to every process of a part), starts, freezes (SIGSTOP) and resumes the parts of a native stack. A part is all that works
/// in its directory: the postmaster and its backends stop together, as when their machine goes down. What a stopped part had only in
/// memory is lost. One call at a time.
/// </summary>
internal sealed class ProcessControl(ProcessGroup group) : IStackControl, IDisposable
{
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(2);

    private readonly Dictionary<string, ChildCommand> _stopped = new(StringComparer.Ordinal);
    private readonly Dictionary<string, PortReservation> _holds = new(StringComparer.Ordinal);
    private readonly HashSet<string> _frozen = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public IReadOnlyList<string> Roles { get; } = [.. group.Children.Select(child => child.Command.Role).Order(StringComparer.Ordinal)];

    /// <inheritdoc/>
    public async Task StopAsync(string role, CancellationToken cancellationToken)
    {
        var child = Running(role, "stop");
        var memory = SharedMemory.Of(child);
        child.ExpectExit();
        StackDirectory.KillMembers(child.Command.WorkingDirectory);
        await child.WaitAsync(cancellationToken).ConfigureAwait(false);
        memory.Remove();
        _frozen.Remove(role);
        _stopped[role] = child.Command;
        group.Forget(child);
        if (child.Command.Port is { } port)
            Hold(role, port);
    }

    /// <inheritdoc/>
    public async Task StartAsync(string role, CancellationToken cancellationToken)
    {
        Check(role);
        if (!_stopped.TryGetValue(role, out var command))
            throw Refused($"cannot start {role}: it was not stopped.");
        cancellationToken.ThrowIfCancellationRequested();
        await group.StartAsync(command with { AppendsToLog = true }).ConfigureAwait(false);
        _stopped.Remove(role);
    }

    /// <inheritdoc/>
    public async Task PauseAsync(string role, CancellationToken cancellationToken)
    {
        var child = Running(role, "pause");
        if (!_frozen.Add(role))
            throw Refused($"cannot pause {role}: it is paused already.");
        child.Signal(UnixSignal.Stop);
        // First the one that forks, then what it has forked until then. A signal takes effect a moment after it is sent, and not before a
        // write to the disk is done.
        while (Members(child, state => state is not 'T') is { Count: > 0 } moving)
        {
            foreach (var member in moving)
                Native.Signal(member, UnixSignal.Stop);
            await Task.Delay(s_look, group.Time, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public Task ResumeAsync(string role, CancellationToken cancellationToken)
    {
        var child = Running(role, "resume");
        if (!_frozen.Remove(role))
            throw Refused($"cannot resume {role}: it is not paused.");
        foreach (var member in Members(child, state => state is 'T'))
            Native.Signal(member, UnixSignal.Cont);
        return Task.CompletedTask;
    }

    /// <summary>Gives the ports back.</summary>
    public void Dispose()
    {
        foreach (var hold in _holds.Values)
            hold.Dispose();
        _holds.Clear();
    }

    private void Hold(string role, int port)
    {
        if (_holds.Remove(role, out var before))
            before.Dispose();
        if (PortReservation.TryTake(port) is { } hold)
            _holds[role] = hold;
    }

    // A zombie and a dying process do nothing any more and cannot be frozen.
    private static List<int> Members(ChildProcess child, Func<char, bool> isWanted) =>
        [.. ProcessTable.WorkingUnder(child.Command.WorkingDirectory).Where(id => ProcessTable.Find(id) is { State: not ('Z' or 'X') } found && isWanted(found.State))];

    private ChildProcess Running(string role, string verb)
    {
        Check(role);
        if (_stopped.ContainsKey(role))
            throw Refused($"cannot {verb} {role}: it is stopped already.");
        return group.Children.FirstOrDefault(child => child.Command.Role == role) is { HasExited: false } running
            ? running
            : throw Refused($"cannot {verb} {role}: it has ended by itself.");
    }

    private void Check(string role)
    {
        if (!Roles.Contains(role))
            throw Refused($"the stack has no part '{role}'. It has: {string.Join(", ", Roles)}.");
    }

    private static LoadLabException Refused(string what) => new(ExitCode.BadConfiguration, $"Stack 'processes': {what}", "Look at the suite's 'faults'.");
}
