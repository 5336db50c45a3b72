using System.Runtime.InteropServices;
using LoadLab.Core;

namespace LoadLab.Cli.Parts;

/// <summary>Ctrl-C and SIGTERM: the first one ends in order, the second at once. Both leave no process behind.</summary>
internal sealed class Interrupts : IDisposable
{
    private readonly TextWriter _error;
    private readonly Action _kill;
    private readonly Action<int> _exit;
    private readonly CancellationTokenSource _stop = new();
    private readonly PosixSignalRegistration[] _registrations;
    private int _count;

    /// <summary>Listens from now on.</summary>
    /// <param name="error">Gets what the user should know.</param>
    /// <param name="kill">Ends the stack at once; used by the second signal.</param>
    /// <param name="exit">Ends the process.</param>
    public Interrupts(TextWriter error, Action kill, Action<int> exit)
    {
        _error = error;
        _kill = kill;
        _exit = exit;
        _registrations = [PosixSignalRegistration.Create(PosixSignal.SIGINT, Handle), PosixSignalRegistration.Create(PosixSignal.SIGTERM, Handle)];
    }

    /// <summary>What the first signal says.</summary>
    public string FirstWords { get; set; } = "Stopping: no new iterations; waiting for those in flight, then writing what was measured. Ctrl-C again ends at once.";

    /// <summary>What the second signal says.</summary>
    public string SecondWords { get; set; } = "Ending at once. What was measured so far is kept as an incomplete run.";

    /// <summary>Set by the first signal.</summary>
    public CancellationToken Stop => _stop.Token;

    public void Dispose()
    {
        foreach (var registration in _registrations)
        {
            registration.Dispose();
        }

        _stop.Dispose();
    }

    /// <summary>What a signal does.</summary>
    internal void OnSignal()
    {
        if (Interlocked.Increment(ref _count) == 1)
        {
            _error.WriteLine(FirstWords);

            // Cancelling runs whatever waits for it; the thread of the signal must stay free for the second one.
            _ = _stop.CancelAsync();
            return;
        }

        _error.WriteLine(SecondWords);
        try
        {
            _kill();
        }
        finally
        {
            _exit((int)ExitCode.Interrupted);
        }
    }

    private void Handle(PosixSignalContext context)
    {
        context.Cancel = true;
        OnSignal();
    }
}
