using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;
using LoadLab.Core.Store;

namespace LoadLab.Core.Running;

/// <summary>
/// Takes in what the driver and the probes hand over: keeps it, writes it, passes it on. The driver's thread and the probes' meet
/// here, so that observers and the writer see one call at a time.
/// </summary>
internal sealed class RunnerCollector(RunWriter writer, IRunObserver observer, Func<string, string> hide) : ILoadObserver
{
    private readonly Lock _gate = new();
    private readonly List<LoadSecond> _seconds = [];
    private readonly List<EncodedSlice> _slices = [];
    private readonly List<HealthSecond> _health = [];
    private readonly List<(Measure Measure, int Number, List<ProbePoint> Points)> _series = [];
    private readonly List<Finding> _findings = [];
    private readonly List<ProbeTable> _tables = [];

    /// <summary>True once load was measured: from then on a record is written, whatever happens.</summary>
    public bool HasLoad
    {
        get
        {
            lock (_gate)
            {
                return _seconds.Count > 0;
            }
        }
    }

    /// <summary>Why nothing more can be written; null while all is well.</summary>
    public string? StoreFault
    {
        get
        {
            lock (_gate)
            {
                return writer.Fault;
            }
        }
    }

    /// <summary>What was broken on purpose.</summary>
    public FaultLog Faults { get; } = new();

    /// <summary>The rule of the suite that ended the load.</summary>
    public RunStop? Stop { get; set; }

    /// <summary>A line about the stack.</summary>
    public void OnStack(string line)
    {
        lock (_gate)
        {
            observer.OnStack(hide(line));
        }
    }

    public void OnSecond(LoadSecond second)
    {
        lock (_gate)
        {
            _seconds.Add(second with { Slices = [] });
            _slices.AddRange(second.Slices.Select(EncodedSlice.Of));
            writer.Write(second);
            observer.OnSecond(second);
        }
    }

    public void OnHealth(HealthSecond second)
    {
        if (second.Second < 0)
        {
            return; // The wait for the shards' common start is no part of the run.
        }

        lock (_gate)
        {
            _health.Add(second);
            writer.Write(second);
            observer.OnHealth(second);
        }
    }

    public void OnPhaseStarted(PhasePlan phase)
    {
        lock (_gate)
        {
            observer.OnPhaseStarted(phase);
        }
    }

    /// <summary>A phase was decided while the run runs.</summary>
    public void OnPhaseDecided(PhasePlan phase)
    {
        lock (_gate)
        {
            writer.Write(phase);
        }
    }

    /// <summary>The latest sample of a measure; null where there is none.</summary>
    public double? Latest(string measure)
    {
        lock (_gate)
        {
            return _series.Find(series => series.Measure.Name == measure).Points is { Count: > 0 } points ? points[^1].Value : null;
        }
    }

    public void OnMessage(string message)
    {
        lock (_gate)
        {
            observer.OnMessage(hide(message));
        }
    }

    /// <summary>Declares a measure; its samples come under the number that comes back.</summary>
    public int Declare(Measure measure)
    {
        lock (_gate)
        {
            _series.Add((measure, writer.Declare(measure), []));
            return _series.Count - 1;
        }
    }

    /// <summary>Takes one sample of each measure of a probe. What is no number is a gap.</summary>
    /// <param name="numbers">The numbers of its measures.</param>
    /// <param name="second">Second of the run's clock.</param>
    /// <param name="values">A value for each of them.</param>
    public void OnSamples(IReadOnlyList<int> numbers, double second, IReadOnlyList<double> values)
    {
        if (second < 0)
        {
            return;
        }

        lock (_gate)
        {
            for (var i = 0; i < values.Count; i++)
            {
                if (double.IsFinite(values[i]))
                {
                    var (measure, number, points) = _series[numbers[i]];
                    var point = new ProbePoint(second, values[i]);
                    points.Add(point);
                    writer.Write(number, point);
                    observer.OnProbe(measure, point);
                }
            }
        }
    }

    /// <summary>Takes a finding.</summary>
    public void Add(Finding finding)
    {
        finding = finding with { Seen = hide(finding.Seen), Allowed = hide(finding.Allowed), Advice = hide(finding.Advice) };
        lock (_gate)
        {
            _findings.Add(finding);
            writer.Write(finding);
        }
    }

    /// <summary>Takes samples that a probe held back until the end, each to its place in time.</summary>
    public void Add(IReadOnlyList<FinalSample> late, RunClock clock)
    {
        lock (_gate)
        {
            foreach (var sample in late)
            {
                var (_, number, points) = _series.Find(series => series.Measure.Name == sample.Measure);
                var point = new ProbePoint(clock.SecondsAt(sample.Timestamp), sample.Value);
                if (points is not null && point.Second >= 0 && double.IsFinite(point.Value))
                {
                    points.Insert(points.FindLastIndex(other => other.Second <= point.Second) + 1, point);
                    writer.Write(number, point);
                }
            }
        }
    }

    /// <summary>Takes what a probe says at the end. That its server did not answer while it was broken on purpose is no finding, and that it started anew is none of the target's.</summary>
    public void Add(IProbe probe, ProbeSummary summary, RunPlan plan)
    {
        bool explained;
        lock (_gate)
        {
            _tables.AddRange(summary.Tables);
            explained = Faults.Explain(_series
                .Where(series => MeasureNames.IsUp(series.Measure.Name) && probe.Measures.Contains(series.Measure))
                .SelectMany(series => series.Points).Where(point => point.Value < 1).Select(point => point.Second));
        }

        foreach (var finding in summary.Findings.Where(finding => !explained || finding.Check != "probe-" + probe.Name))
        {
            Add(summary.Restarts.FirstOrDefault(restart => restart.Check == finding.Check && restart.Times <= Faults.TimesStartedAgain(plan, restart.Role))?.Told ?? finding);
        }
    }

    /// <summary>A part was broken on purpose.</summary>
    public void OnFault(FaultEvent fault, string line)
    {
        Faults.Add(fault);
        lock (_gate)
        {
            writer.Write(fault);
            observer.OnMessage(line);
        }
    }

    /// <summary>It was mended; by a healer when there is its entry.</summary>
    public void OnMended(int index, double second, string line, string? healedBy)
    {
        var mended = Faults.Mend(index, second, healedBy);
        lock (_gate)
        {
            if (mended is not null)
            {
                writer.Write(mended);
            }

            observer.OnMessage(line);
        }
    }

    /// <summary>The load has ended.</summary>
    public void OnLoadEnded(RunOutcome outcome)
    {
        lock (_gate)
        {
            observer.OnLoadEnded(outcome);
        }
    }

    /// <summary>The phases as the seconds tell them, for a driver that broke.</summary>
    public IReadOnlyList<PhaseResult> RecoverPhases(RunPlan plan)
    {
        lock (_gate)
        {
            return PhaseRecovery.FromSeconds(plan, _seconds, [.. _slices.Select(slice => slice.ToSlice())]);
        }
    }

    /// <summary>A target may send back what it was sent.</summary>
    private PhaseResult WithoutSecrets(PhaseResult phase) => phase with
    {
        FailureSamples = new SortedDictionary<string, string>(phase.FailureSamples.ToDictionary(sample => sample.Key, sample => hide(sample.Value)), StringComparer.Ordinal),
        Failures = [.. phase.Failures.Select(failure => failure with { Message = hide(failure.Message), Body = hide(failure.Body) })],
        Examples =
        [
            .. phase.Examples.Select(example => example with { Message = hide(example.Message), Request = hide(example.Request), Answer = hide(example.Answer), Stack = hide(example.Stack) }),
        ],
    };

    /// <summary>The record of all that came in.</summary>
    public RunRecord ToRecord(string runId, RunPlan plan, RunClock clock, LoadResult load, IReadOnlyDictionary<string, string> fingerprint)
    {
        foreach (var finding in observer.Findings)
        {
            Add(finding);
        }

        lock (_gate)
        {
            return new RunRecord
            {
                RunId = runId,
                StartedAt = clock.StartedAt,
                Plan = plan,
                Outcome = load.Outcome,
                OutcomeReason = hide(load.Reason),
                Stop = Stop,
                Fingerprint = fingerprint,
                Phases = [.. load.Phases.Select(WithoutSecrets)],
                Seconds = [.. _seconds],
                Slices = [.. _slices.Select(slice => slice.ToSlice())],
                Health = [.. _health],
                Probes = [.. _series.Select(series => new ProbeSeries(series.Measure, [.. series.Points])), .. load.Series],
                Tables = [.. _tables],
                Script = load.Script,
                Driver = plan.Driver,
                Custom = load.Custom,
                Faults = Faults.Events,
                Findings = [.. _findings],
            };
        }
    }
}
