using System.Collections.Concurrent;
using LoadLab.Core.Runs;
using LoadLab.K6.Hosting;
using LoadLab.K6.State;

namespace LoadLab.K6;

/// <summary>
/// The interpreters of a run. Those that a phase begins with are made before it, so that none is made while it is measured. When the phases follow each other,
/// each has users of its own, numbered from 1, as the users of C# scenarios are: nobody is logged in from the phase before. Thread-safe.
/// </summary>
/// <param name="test">What all users share.</param>
/// <param name="targets">Addresses of the target's instances; users take turns.</param>
/// <param name="areApart">True when no two phases run at once.</param>
internal sealed class ScriptUsers(ScriptTest test, IReadOnlyList<string> targets, bool areApart)
{
    private volatile ConcurrentQueue<ScriptUser> _free = new();
    private volatile ConcurrentBag<ScriptUser> _taken = [];
    private int _count;

    /// <summary>Those that an iteration may be running on.</summary>
    public IEnumerable<ScriptUser> Taken => _taken;

    /// <summary>How many there are.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>How many interpreters a phase has from its start.</summary>
    public static int NeedOf(PhasePlan phase) => phase.Model == LoadModel.Open ? phase.PreparedVirtualUsers : phase.MaxVirtualUsers;

    /// <summary>How many are made before the load begins.</summary>
    public int NeedOf(IReadOnlyList<PhasePlan> phases) => areApart ? NeedOf(phases[0]) : phases.Sum(NeedOf);

    /// <summary>The address that a user is given; null for none.</summary>
    public string? TargetOf(int number) => targets.Count == 0 ? null : targets[Math.Max(0, number - 1) % targets.Count];

    /// <summary>One that nobody has.</summary>
    public ScriptUser Take()
    {
        if (!_free.TryDequeue(out var user))
        {
            user = Create();
        }

        _taken.Add(user);
        return user;
    }

    /// <summary>Makes so many that <paramref name="count"/> are free.</summary>
    public void Prepare(int count, CancellationToken stop)
    {
        while (_free.Count < count && !stop.IsCancellationRequested)
        {
            _free.Enqueue(Create());
        }
    }

    /// <summary>Lets the users of the phase before go, if the phases follow each other.</summary>
    public void Renew()
    {
        if (areApart && !_taken.IsEmpty)
        {
            CloseConnections();
            (_taken, _free, _count) = ([], new ConcurrentQueue<ScriptUser>(), 0);
            test.Renew();
        }
    }

    /// <summary>Closes what the users have kept open between their iterations.</summary>
    public void CloseConnections()
    {
        foreach (var user in _taken)
        {
            user.State.Connections.Dispose();
        }
    }

    private ScriptUser Create()
    {
        // The users of a later phase have the numbers of those before, and other random ones.
        var stream = test.NextUser();
        var number = Interlocked.Increment(ref _count);
        return new ScriptUser(test, number, TargetOf(number), stream);
    }
}
