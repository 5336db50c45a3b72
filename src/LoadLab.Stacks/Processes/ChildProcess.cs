using System.Diagnostics;
using LoadLab.Stacks.Machine;

namespace LoadLab.Stacks.Processes;

/// <summary>A started child. Thread-safe.</summary>
internal sealed class ChildProcess : IDisposable
{
    private readonly Process _process;
    private volatile bool _isExitExpected;

    private ChildProcess(ChildCommand command, Process process)
    {
        Command = command;
        _process = process;
        Id = process.Id;
    }

    /// <summary>What was started.</summary>
    public ChildCommand Command { get; }

    /// <summary>Its process id.</summary>
    public int Id { get; }

    /// <summary>True when it has ended.</summary>
    public bool HasExited => _process.HasExited;

    /// <summary>True when its end is asked for: ending is then no failure.</summary>
    public bool IsExitExpected => _isExitExpected;

    /// <summary>How it ended: exit code, or 128 + signal.</summary>
    public int ExitCode => _process.ExitCode;

    /// <summary>Starts a child. Call it on the <see cref="ForkingThread"/> only.</summary>
    public static ChildProcess Start(ChildCommand command)
    {
        var process = Process.Start(command.ToStartInfo())
            ?? throw new InvalidOperationException($"Cannot start {command.Role}: the system gave no process.");
        // The shell has put a file in their place.
        process.StandardInput.Dispose();
        process.StandardOutput.Dispose();
        process.StandardError.Dispose();
        return new ChildProcess(command, process);
    }

    /// <summary>Waits until it has ended.</summary>
    public Task WaitAsync(CancellationToken cancellationToken) => _process.WaitForExitAsync(cancellationToken);

    /// <summary>Blocks until it has ended or the time is over; true when it has ended.</summary>
    public bool Wait(TimeSpan limit) => _process.WaitForExit(limit);

    /// <summary>Says that its end is meant. Call it before it is ended.</summary>
    public void ExpectExit() => _isExitExpected = true;

    /// <summary>Sends a signal, unless it has ended.</summary>
    public void Signal(UnixSignal signal)
    {
        if (!_process.HasExited)
            Native.Signal(Id, signal);
    }

    /// <summary>Asks it to stop, step by step, and kills it when it does not.</summary>
    public async Task StopAsync(TimeProvider time)
    {
        foreach (var (signal, grace) in Command.StopSteps)
        {
            Signal(signal);
            if (await HasExitedWithinAsync(grace, time).ConfigureAwait(false))
                return;
        }

        Signal(UnixSignal.Kill);
        await _process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
    }

    /// <summary>Last lines of its log.</summary>
    public string Tail(int lines = LogTail.Lines) => LogTail.Read(Command.LogPath, lines);

    public void Dispose() => _process.Dispose();

    private async Task<bool> HasExitedWithinAsync(TimeSpan grace, TimeProvider time)
    {
        using var limit = new CancellationTokenSource(grace, time);
        try
        {
            await _process.WaitForExitAsync(limit.Token).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException)
        {
            return _process.HasExited;
        }
    }
}
