using LoadLab.Core.Running;
using LoadLab.Core.Runs;

namespace LoadLab.Engine.Tracing;

/// <summary>The sampled requests of a phase: how many there were, and the slowest of them. Only sampled ones come here. Thread-safe.</summary>
/// <param name="sampler">Chooses them.</param>
/// <param name="time">The run's clock.</param>
internal sealed class TraceLog(TraceSampler sampler, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly SlowestTimes _ofAll = new(PhaseTraces.MostOfAll);
    private readonly Dictionary<TracePlace, SlowestTimes> _ofStep = [];
    private long _sampled;
    private long _own;

    public TraceSampler Sampler => sampler;

    public TimeProvider Time => time;

    /// <summary>The log of a phase; null when none of its requests is sampled.</summary>
    public static TraceLog? Of(LoadRequest request, PhasePlan phase, long seed) => request.Plan.TraceSample > 0 && request.Trace is null
        ? new TraceLog(new TraceSampler(request.Plan.TraceSample, seed, request.RunId, phase.Name), request.Clock.Time)
        : null;

    /// <summary>A measured request has ended.</summary>
    public void Add(TracePlace place, TracedTime ended, bool isOwn)
    {
        lock (_lock)
        {
            _ = isOwn ? _own++ : _sampled++;
            _ofAll.Offer(place, ended);
            if (!_ofStep.TryGetValue(place, out var ofStep))
            {
                _ofStep[place] = ofStep = new SlowestTimes(PhaseTraces.MostOfStep);
            }

            ofStep.Offer(place, ended);
        }
    }

    /// <summary>What is kept of them.</summary>
    /// <param name="clock">The run's clock.</param>
    /// <param name="names">The names of a scenario and its step.</param>
    public PhaseTraces ToTraces(RunClock clock, Func<int, int, (string Scenario, string Step)> names)
    {
        lock (_lock)
        {
            return new PhaseTraces(_sampled, _own, PhaseTraces.Keep(_ofStep.Values.SelectMany(step => step.Kept).Concat(_ofAll.Kept).Distinct().Select(one =>
            {
                var (scenario, step) = names(one.Place.Scenario, Math.Max(one.Place.Step, 0));
                return new SlowTrace(
                    one.Time.Parent.TraceId,
                    scenario,
                    one.Place.Step == TracePlace.UnknownStep ? null : step,
                    Math.Round(clock.SecondsAt(one.Time.Started), 3),
                    Math.Round(time.GetElapsedTime(0, one.Time.Ticks).TotalMilliseconds, 3),
                    one.Time.Status,
                    one.Time.IsWhole ? SlowTrace.WholeAnswer : SlowTrace.Head);
            })));
        }
    }
}
