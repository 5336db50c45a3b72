using System.Globalization;
using System.Text;
using LoadLab.Core.Decisions;
using LoadLab.Core.Runs;
using LoadLab.Core.Text;

namespace LoadLab.Reporting.Figures;

/// <summary>What a reader needs to run it again, and the figures of the probes. Pure functions.</summary>
public static class RunFacts
{
    /// <summary>The command that makes the same run, quoted for a POSIX shell.</summary>
    public static string Command(RunPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return Command(plan, "./loadlab run " + Quote(plan.Suite));
    }

    /// <summary>The command that makes the same run and holds it against the same baseline, quoted for a POSIX shell.</summary>
    public static string GateCommand(RunPlan plan, string baseline)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(baseline);
        return Command(plan, $"./loadlab gate {Quote(plan.Suite)} --baseline {Quote(baseline)}");
    }

    private static string Command(RunPlan plan, string verb)
    {
        var command = new StringBuilder(verb);
        command.Append(CultureInfo.InvariantCulture, $" --seed {plan.Seed} --stack {Quote(plan.Stack.Kind)}");
        if (plan.Change is { } change && change.Id != ChangePlanner.DefaultId)
        {
            command.Append(" --change ").Append(Quote(change.Id));
        }

        foreach (var (key, value) in plan.Overrides)
        {
            command.Append(" --set ").Append(Quote($"{key}={value}"));
        }

        foreach (var (key, value) in plan.Labels)
        {
            command.Append(" --label ").Append(Quote($"{key}={value}"));
        }

        return command.ToString();
    }

    /// <summary>Min, mean and max of each probe over the whole run; the rise of a running total; in one row the percentiles of what is counted in buckets.</summary>
    public static IReadOnlyList<ProbeFigures> Probes(RunRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        var end = record.Phases.Select(phase => phase.MeasureEndSecond).DefaultIfEmpty(0).Max();
        var start = record.Phases.Select(phase => phase.MeasureStartSecond).DefaultIfEmpty(0).Min();
        return [.. record.Probes.Where(probe => TimeBucket.TryParse(probe.Measure.Name) is null)
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

    private static string Quote(string text) => text.Length > 0 && text.All(c => char.IsAsciiLetterOrDigit(c) || "-_./:=%+,@".Contains(c, StringComparison.Ordinal))
        ? text
        : "'" + text.Replace("'", "'\\''", StringComparison.Ordinal) + "'";
}

/// <summary>A probe summed up for people.</summary>
/// <param name="Measure">What was measured.</param>
/// <param name="Samples">Samples in the measured time.</param>
/// <param name="Min">Lowest, with unit; of a distribution in buckets the range that holds its P50.</param>
/// <param name="Mean">Mean, with unit; of such a distribution its P95.</param>
/// <param name="Max">Highest, with unit; of a running total its rise; of such a distribution its P99.</param>
public sealed record ProbeFigures(Measure Measure, int Samples, string Min, string Mean, string Max);
