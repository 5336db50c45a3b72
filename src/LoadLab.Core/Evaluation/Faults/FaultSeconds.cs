using LoadLab.Core.Measurement;
using LoadLab.Core.Measurement.Histograms;
using LoadLab.Core.Runs;

namespace LoadLab.Core.Evaluation.Faults;

/// <summary>What ended in one second of the run's clock, over all phases and requests.</summary>
/// <param name="Second">The second.</param>
/// <param name="Requests">Requests that ended.</param>
/// <param name="Failed">Those of them that failed.</param>
/// <param name="P95Ms">P95 of their response times, of those that succeeded or timed out, or of their service times where the driver has no others; NaN when there are none.</param>
internal readonly record struct FaultSecond(int Second, long Requests, long Failed, double P95Ms)
{
    public double ErrorRatio => Requests == 0 ? 0 : (double)Failed / Requests;
}

/// <summary>The measured part of a run second by second. A request is a step, or an iteration of a scenario without steps.</summary>
internal sealed class FaultSeconds
{
    private const double Percentile = 95;

    private readonly IReadOnlyList<PhaseResult> _phases;
    private readonly int _end;
    private readonly bool _byServiceTime;
    private readonly ILookup<int, LoadSlice> _slices;
    private readonly Dictionary<int, FaultSecond> _known = [];

    public FaultSeconds(RunRecord record)
    {
        _phases = record.Phases;
        _byServiceTime = record.HasServiceTimeOnly;
        var last = record.Seconds.Where(second => second.Measured).Select(second => second.Second).DefaultIfEmpty(-1).Max();
        // The last second of a load that was cut short is not a whole one.
        _end = record.Outcome == RunOutcome.Completed ? last + 1 : last;
        var withSteps = record.Slices.Where(slice => slice.Key.Step != SeriesKey.WholeIteration).Select(slice => (slice.Key.Phase, slice.Key.Scenario)).ToHashSet();
        _slices = record.Slices
            .Where(slice => slice.Key.Measured && (slice.Key.Step != SeriesKey.WholeIteration || !withSteps.Contains((slice.Key.Phase, slice.Key.Scenario))))
            .ToLookup(slice => slice.Second);
    }

    /// <summary>
    /// The whole seconds in which the phase was measured that runs at <paramref name="second"/>: from the start of the last one that began
    /// before, to the end of the longest of those that run, or of what was measured. Empty when none does.
    /// </summary>
    public (int From, int To) WindowAt(double second)
    {
        var running = _phases.Where(phase => phase.MeasureStartSecond <= second && phase.MeasureEndSecond > second).ToList();
        return running.Count == 0
            ? (0, 0)
            : ((int)Math.Ceiling(running.Max(phase => phase.MeasureStartSecond)), Math.Min(_end, (int)Math.Floor(running.Max(phase => phase.MeasureEndSecond))));
    }

    public FaultSecond At(int second)
    {
        if (!_known.TryGetValue(second, out var found))
        {
            var (requests, failed) = (0L, 0L);
            var times = new LatencyHistogram();
            foreach (var slice in _slices[second])
            {
                requests += slice.Service.TotalCount;
                failed += slice.Key.Class == ResultClasses.Ok ? 0 : slice.Service.TotalCount;
                if (ResultClasses.CountsForResponseTime(slice.Key.Class))
                {
                    times.Add(_byServiceTime ? slice.Service : slice.Response);
                }
            }

            _known[second] = found = new FaultSecond(second, requests, failed, times.TotalCount == 0 ? double.NaN : times.PercentileMicros(Percentile) / 1000.0);
        }

        return found;
    }
}
