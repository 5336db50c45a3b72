using System.Globalization;
using LoadLab.Core.Evaluation.Decisions;
using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;
using LoadLab.Core.Text;

namespace LoadLab.Reporting.Figures;

/// <summary>What a reader needs to run it again, and the figures of the probes. Pure functions.</summary>
internal static class RunFacts
{
    /// <summary>The command that makes the same run, quoted for a POSIX shell; before it, as comments, what must be done first.</summary>
    public static string Command(RunPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return (plan.Invocation ?? Derived(plan)).ToShell();
    }

    /// <summary>The command that makes the same run and holds it against the same baseline, quoted for a POSIX shell.</summary>
    public static string GateCommand(RunPlan plan, string baseline)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(baseline);
        var invocation = plan.Invocation ?? Derived(plan);
        return (invocation with { Arguments = ["gate", invocation.Arguments[1], "--baseline", baseline, .. invocation.Arguments.Skip(2)] }).ToShell();
    }

    /// <summary>What the plan alone tells, for records that do not say how they were asked for.</summary>
    private static RunInvocation Derived(RunPlan plan)
    {
        if (plan.Settings.TryGetValue("http.method", out var method) && plan.ScenarioAssembly.Length == 0)
        {
            return new RunInvocation
            {
                Arguments = ["http", method, plan.Stack.External?.BaseUrl.ToString() ?? "URL"],
                Before = ["This run is of an older LoadLab: its load, headers, query and body are to be added."],
            };
        }

        var arguments = new List<string> { "run", plan.Suite, "--seed", plan.Seed.ToString(CultureInfo.InvariantCulture), "--stack", plan.Stack.Kind };
        var before = new List<string>();
        if (plan.Change is { } change && change.Id != ChangePlanner.DefaultId)
        {
            arguments.AddRange(["--change", change.Id]);
        }

        foreach (var (key, value) in plan.Overrides)
        {
            if (value.Contains(RunRedaction.Redacted, StringComparison.Ordinal))
            {
                before.Add($"{key} is not stored: add --set {key}=VALUE");
            }
            else
            {
                arguments.AddRange(["--set", $"{key}={value}"]);
            }
        }

        arguments.AddRange(plan.Labels.SelectMany(label => (string[])["--label", $"{label.Key}={label.Value}"]));
        if (plan.Shard.IsPart)
        {
            arguments.AddRange(["--shard", plan.Shard.ToString()]);
        }

        return new RunInvocation { Arguments = arguments, Before = before };
    }

    /// <summary>Min, mean and max of each probe over the whole run; the rise of a running total; in one row the percentiles of what is counted in buckets.</summary>
    public static IReadOnlyList<ProbeFigures> Probes(RunRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        var end = record.Phases.Select(phase => phase.MeasureEndSecond).DefaultIfEmpty(0).Max();
        var start = record.Phases.Select(phase => phase.MeasureStartSecond).DefaultIfEmpty(0).Min();
        return [.. record.Probes.Where(probe => TimeBucket.TryParse(probe.Measure.Name) is null && !CustomMeasures.IsCustom(probe.Measure.Name))
            .Select(probe => TimeBucket.CountedBy(probe.Measure) is { } distribution ? Of(record, probe.Measure, distribution, start, end) : Of(probe, start, end))];
    }

    private static ProbeFigures Of(ProbeSeries probe, double start, double end)
    {
        var values = probe.Between(start, end).Select(point => point.Value).Where(double.IsFinite).ToList();
        if (values.Count == 0)
        {
            return new ProbeFigures(probe.Measure, 0, Units.None, Units.None, Units.None);
        }

        if (probe.Measure.Aggregation == MeasureAggregation.Delta)
        {
            return new ProbeFigures(probe.Measure, values.Count, "", "", Rise(RunningTotal.Of(probe.Between(start, end)), probe.Measure.Unit));
        }

        return new ProbeFigures(probe.Measure, values.Count, Text(values.Min()), Text(values.Average()), Text(values.Max()));

        string Text(double value) => Units.Value(value, probe.Measure.Unit);
    }

    /// <summary><c>+1,200</c>, with the restarts of its counter; nothing from a single sample.</summary>
    private static string Rise(RunningTotal? total, string unit) => total is not { } rise ? Units.None
        : "+" + Units.Value(rise.Rise, unit) + rise.Restarts switch
        {
            0 => "",
            1 => " (its counter restarted once)",
            var restarts => FormattableString.Invariant($" (its counter restarted {restarts} times)"),
        };

    private static ProbeFigures Of(RunRecord record, Measure count, string distribution, double start, double end)
    {
        var measure = count with { Name = distribution, Unit = "ms" };
        var times = BucketedTimes.Of(record.Probes, distribution, start, end);
        return times is null || times.Total == 0
            ? new ProbeFigures(measure, 0, Units.None, Units.None, Units.None)
            : new ProbeFigures(measure, (int)Math.Min(times.Total, int.MaxValue), Text(50), Text(95), Text(99));

        string Text(double percentile) => times.BucketOf(percentile) is not { } bucket ? Units.None
            : double.IsPositiveInfinity(bucket.UpToMs) ? FormattableString.Invariant($"P{percentile} above {Units.Value(bucket.AboveMs, "ms")}")
            : FormattableString.Invariant($"P{percentile} {Units.Value(bucket.AboveMs, "ms")} to {Units.Value(bucket.UpToMs, "ms")}");
    }
}

/// <summary>A probe summed up for people.</summary>
/// <param name="Measure">What was measured.</param>
/// <param name="Samples">Samples in the measured time.</param>
/// <param name="Min">Lowest, with unit; of a distribution in buckets the range that holds its P50.</param>
/// <param name="Mean">Mean, with unit; of such a distribution its P95.</param>
/// <param name="Max">Highest, with unit; of a running total its rise; of such a distribution its P99.</param>
internal sealed record ProbeFigures(Measure Measure, int Samples, string Min, string Mean, string Max);
