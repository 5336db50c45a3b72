using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;
using LoadLab.Core.Runs.Shapes;
using LoadLab.Core.Text;
using LoadLab.Sdk;

namespace LoadLab.Core.Suites;

/// <summary>Decides one phase: its mix, its segments and the defaults of what the suite leaves open.</summary>
internal sealed class PhasePlanner(string suite, PhaseDefinition phase, IReadOnlyList<ScenarioProps> scenarios, ScriptLoad? script, List<string> faults, bool isForK6 = false)
{
    private const int FewestMaxVirtualUsers = 1_000;
    private const double SecondsOfArrivals = 10;

    public PhasePlan? Plan()
    {
        var known = faults.Count;
        var mix = PlanMix();
        var own = phase.Simulations is null && !phase.LoadKeys.Any() ? ScriptsLoad(mix) : null;
        var segments = phase.Simulations ?? own?.Segments ?? (phase.LoadKeys.Any() ? PhaseShape.ToSegments(phase) : OwnLoad(mix));
        var thresholds = mix.SelectMany(share => PlanThresholds(share.Scenario)).ToList();
        if (faults.Count > known)
        {
            return null;
        }

        var model = phase.Model ?? SegmentChecks.ModelOf(segments)!.Value;
        var closed = model == LoadModel.Closed;
        var most = (int)(phase.MaxVirtualUsers ?? own?.MaxVirtualUsers ?? DefaultMost(model, segments));
        return new PhasePlan
        {
            Name = phase.Name,
            Model = model,
            Mix = [.. mix.Select(share => new ScenarioShare(share.Scenario.Name, share.Weight))],
            Segments = segments,
            StartAt = phase.StartAt,
            MaxVirtualUsers = most,
            PreparedVirtualUsers = closed ? 1 : (int)(phase.PreparedVirtualUsers ?? own?.PreparedVirtualUsers ?? Math.Clamp((long)Math.Ceiling(SegmentChecks.PeakRate(segments)), 1, most)),
            Connections = phase.Connections ?? (closed || isForK6 ? ConnectionPolicy.PerUser : ConnectionPolicy.Shared),
            Resend = phase.Resend ?? ResendPolicy.Never,
            ThinkTime = phase.ThinkTime ?? ThinkTime.None,
            Pacing = phase.Pacing,
            IterationsPerUser = own?.IterationsPerUser,
            RequestTimeout = phase.RequestTimeout ?? own?.RequestTimeout ?? TimeSpan.FromSeconds(30),
            Drain = phase.Drain ?? own?.Drain ?? DefaultDrain(phase.RequestTimeout),
            Thresholds = thresholds,
        };
    }

    private long DefaultMost(LoadModel model, IReadOnlyList<LoadSegment> segments) => model == LoadModel.Closed
        ? SegmentChecks.PeakUsers(segments)
        : Math.Min(
            LoadLimits.MostUsers,
            Math.Max(Math.Max(FewestMaxVirtualUsers, (long)Math.Ceiling(SegmentChecks.PeakRate(segments) * SecondsOfArrivals)), phase.PreparedVirtualUsers ?? 0));

    private List<(ScenarioProps Scenario, double Weight)> PlanMix()
    {
        if (phase.Scenarios is null)
        {
            if (scenarios.Count == 0)
            {
                Add("scenarios", script is null ? "the scenario assembly has no scenario." : "the script exports no function that a phase could run.");
            }

            return [.. scenarios.Select(scenario => (scenario, CheckWeight(scenario)))];
        }

        var mix = new List<(ScenarioProps, double)>();
        foreach (var (name, weight) in phase.Scenarios)
        {
            var scenario = scenarios.FirstOrDefault(candidate => candidate.Name == name);
            if (scenario is null)
            {
                var names = scenarios.Select(candidate => candidate.Name).ToList();
                Add("scenarios", $"unknown scenario '{name}'.{NearestName.Sentence(name, names)} The {(script is null ? "assembly" : "script")} has: {string.Join(", ", names)}.");
            }
            else
            {
                mix.Add((scenario, weight ?? CheckWeight(scenario)));
            }
        }

        return mix;
    }

    private double CheckWeight(ScenarioProps scenario)
    {
        if (!(scenario.Weight > 0 && double.IsFinite(scenario.Weight)))
        {
            Add("scenarios", $"scenario '{scenario.Name}' has the weight {SuiteChecks.Text(scenario.Weight)} in its code, which is not above 0. Correct WithWeight, or give a weight in the suite.");
        }

        return scenario.Weight;
    }

    /// <summary>What the options of a k6 script say of the one scenario of a phase that says no load itself; null when there is no such thing.</summary>
    private PhasePlan? ScriptsLoad(List<(ScenarioProps Scenario, double Weight)> mix) => mix.Count == 1 ? script?.Own.GetValueOrDefault(mix[0].Scenario.Name) : null;

    private IReadOnlyList<LoadSegment> OwnLoad(List<(ScenarioProps Scenario, double Weight)> mix)
    {
        if (mix.Count != 1)
        {
            if (mix.Count > 1)
            {
                Add("scenarios", $"the phase says no load, and {mix.Count} scenarios cannot each bring their own. Give users or rate, or make a phase for each.");
            }

            return [];
        }

        var scenario = mix[0].Scenario;
        if (scenario.LoadSimulations.Count == 0)
        {
            Add("scenarios", $"the phase says no load, and scenario '{scenario.Name}' has none of its own. Give users or rate here, or {(script is null ? "WithLoadSimulations" : "options.scenarios")} there.");
            return [];
        }

        if (!WarmUpSplit.TrySplit(scenario.LoadSimulations, scenario.WarmUpDuration, out var segments))
        {
            Add("scenarios", $"scenario '{scenario.Name}' warms up for as long as its load lasts, or into a part that ends by iterations. Shorten WithWarmUpDuration.");
            return [];
        }

        foreach (var fault in SegmentChecks.FindFaults(segments, phase.Model))
        {
            Add("scenarios", $"the load of scenario '{scenario.Name}', from its code: {fault}");
        }

        if (phase.MaxVirtualUsers is { } most && SegmentChecks.PeakUsers(segments) is var peak && most < peak)
        {
            Add("maxVirtualUsers", $"maxVirtualUsers {most} is below the {peak} users of scenario '{scenario.Name}'. Raise maxVirtualUsers to at least {peak}.");
        }

        return segments;
    }

    private List<ThresholdPlan> PlanThresholds(ScenarioProps scenario)
    {
        var plans = new List<ThresholdPlan>();
        foreach (var threshold in scenario.Thresholds)
        {
            var step = threshold.StepName ?? SeriesKey.WholeIteration;
            if (threshold is { Percentile: { } percentile, ResponseTimeBelow: { } below, ErrorRatioBelow: null })
            {
                plans.Add(new ThresholdPlan(scenario.Name, step, percentile, below.TotalMilliseconds));
                if (!(percentile > 0 && percentile < 100) || below <= TimeSpan.Zero)
                {
                    Add("scenarios", $"the threshold '{plans[^1].Id}' needs a percentile above 0 and below 100 and a time above 0. Correct WithThresholds.");
                }
                else if (percentile < 1)
                {
                    // Nobody limits the fastest 1 %: a ratio was written, and the limit would hold for one answer of a hundred.
                    Add("scenarios", $"the threshold '{plans[^1].Id}' is on percentile {SuiteChecks.Text(percentile)}, which nearly every answer is slower than. Percentiles go from 0 to 100: write {SuiteChecks.Text(Math.Round(percentile * 100, 6))} for {SuiteChecks.Text(percentile)}.");
                }
            }
            else if (threshold is { Percentile: null, ResponseTimeBelow: null, ErrorRatioBelow: { } ratio })
            {
                plans.Add(new ThresholdPlan(scenario.Name, step, null, ratio));
                if (!(ratio > 0 && ratio <= 1))
                {
                    Add("scenarios", $"the threshold '{plans[^1].Id}' has the ratio {SuiteChecks.Text(ratio)}, which is not above 0 and at most 1. Correct WithThresholds.");
                }
            }
            else
            {
                Add("scenarios", $"a threshold of scenario '{scenario.Name}', step '{step}', is neither on a percentile with a time nor on an error ratio. Make it with Threshold.ResponseTime or Threshold.ErrorRatio.");
            }
        }

        foreach (var twice in plans.GroupBy(plan => plan.Id).Where(group => group.Count() > 1))
        {
            Add("scenarios", $"the threshold '{twice.Key}' stands {twice.Count()} times in the code. Keep one.");
        }

        return plans;
    }

    private void Add(string key, string message) => faults.Add($"{phase.Where(key)}: Suite '{suite}', phase '{phase.Name}': {message}");

    /// <summary>30 s, and always long enough that a last request ends by its own timeout and not by being cut off.</summary>
    private static TimeSpan DefaultDrain(TimeSpan? requestTimeout)
    {
        var timeout = (requestTimeout ?? TimeSpan.FromSeconds(30)) + TimeSpan.FromSeconds(5);
        return timeout > TimeSpan.FromSeconds(30) ? timeout : TimeSpan.FromSeconds(30);
    }
}
