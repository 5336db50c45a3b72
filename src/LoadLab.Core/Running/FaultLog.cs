using LoadLab.Core.Runs;

namespace LoadLab.Core.Running;

/// <summary>What was broken on purpose so far, and when. Thread-safe.</summary>
internal sealed class FaultLog
{
    /// <summary>A server that was started again, and a probe that connects again, take a moment.</summary>
    private const double MendingSeconds = 3;

    private readonly Lock _gate = new();
    private readonly List<FaultEvent> _events = [];
    private bool _isBreaking;

    /// <summary>The faults, in the order in which they happened.</summary>
    public IReadOnlyList<FaultEvent> Events
    {
        get
        {
            lock (_gate)
            {
                return [.. _events];
            }
        }
    }

    /// <summary>A part is about to be broken: from now on it may not answer.</summary>
    public void Breaking()
    {
        lock (_gate)
        {
            _isBreaking = true;
        }
    }

    /// <summary>A part is broken.</summary>
    public void Add(FaultEvent fault)
    {
        lock (_gate)
        {
            _isBreaking = false;
            _events.Add(fault);
        }
    }

    /// <summary>A part is mended: the event with its end, or null when it was never broken whole.</summary>
    /// <param name="index">Which fault.</param>
    /// <param name="second">When.</param>
    /// <param name="healedBy">The healer's entry; null when it was mended by plan.</param>
    public FaultEvent? Mend(int index, double second, string? healedBy)
    {
        lock (_gate)
        {
            var at = _events.FindIndex(fault => fault.Index == index);
            return at < 0 ? null : _events[at] = _events[at] with { EndSecond = second, HealedBy = healedBy };
        }
    }

    /// <summary>True while a part is broken, and shortly after: what does not answer then is no fault of a probe.</summary>
    public bool IsBroken(double second)
    {
        lock (_gate)
        {
            return _isBreaking || _events.Any(fault => second >= fault.StartSecond && second <= (fault.EndSecond ?? double.MaxValue) + MendingSeconds);
        }
    }

    /// <summary>True when every one of these samples was begun while a part was broken, or a moment before or after; false when nothing was ever broken.</summary>
    /// <param name="seconds">Seconds at which the samples began.</param>
    public bool Explain(IEnumerable<double> seconds)
    {
        lock (_gate)
        {
            return _events.Count > 0 && seconds.All(second => _events.Any(fault =>
                second >= fault.StartSecond - 1 && second <= (fault.EndSecond ?? double.MaxValue) + MendingSeconds));
        }
    }

    /// <summary>How often the part was stopped and started again; a healer starts a frozen one anew.</summary>
    public int TimesStartedAgain(RunPlan plan, string role)
    {
        lock (_gate)
        {
            return _events.Count(fault => fault.EndSecond is not null && (plan.Faults[fault.Index].Kind == FaultKind.Stop || fault.HealedBy is not null) && plan.Faults[fault.Index].Role == role);
        }
    }
}
