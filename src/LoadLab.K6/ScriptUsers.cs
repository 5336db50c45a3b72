using System.Collections.Concurrent;
using LoadLab.Core.Runs;
using LoadLab.K6.Hosting;
using LoadLab.K6.State;

namespace LoadLab.K6;

/// <summary>
/// The interpreters of a run. Those that the load needs are made before it begins; when the phases follow each other, those of a phase that has ended are
/// the next one's, as in k6: a search with twenty steps has no more of them than its largest step. Thread-safe.
/// </summary>
internal sealed class ScriptUsers(ScriptTest test, IReadOnlyList<string> targets, bool areShared)
{
    private readonly ConcurrentQueue<ScriptUser> _free = new();
    private volatile ConcurrentBag<ScriptUser> _taken = [];

    /// <summary>Those that an iteration may be running on.</summary>
    public IEnumerable<ScriptUser> Taken => _taken;

    /// <summary>The address that a user is given; null for none.</summary>
    public string? TargetOf(int number) => targets.Count == 0 ? null : targets[Math.Max(0, number - 1) % targets.Count];

    /// <summary>How many interpreters a phase has from its start.</summary>
    public static int NeedOf(PhasePlan phase) => phase.Model == LoadModel.Open ? phase.PreparedVirtualUsers : phase.MaxVirtualUsers;

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

    /// <summary>Takes back those of phases that have ended. One that is still in an iteration is left alone.</summary>
    public void TakeBack()
    {
        if (areShared)
        {
            var before = _taken;
            _taken = [];
            foreach (var user in before.Where(user => !user.IsBusy).OrderBy(user => user.State.Number))
            {
                _free.Enqueue(user);
            }
        }
    }

    private ScriptUser Create()
    {
        var number = test.NextUser();
        return new ScriptUser(test, number, TargetOf(number));
    }
}
