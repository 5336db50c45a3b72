using LoadLab.Core.Measurement;
using LoadLab.Core.Measurement.Histograms;
using LoadLab.Core.Runs;

namespace LoadLab.Reporting.Figures;

/// <summary>
/// The run second by second. Every array has one entry a second, from second 0; <see cref="double.NaN"/> is a gap.
/// Percentiles come from the merged histograms of that second, never from other percentiles.
/// </summary>
internal sealed class Timeline
{
    private Timeline(int length)
    {
        Length = length;
        P50 = Gaps(length);
        P95 = Gaps(length);
        P99 = Gaps(length);
        Requests = Gaps(length);
        Failed = Gaps(length);
        Offered = Gaps(length);
        Counted = new bool[length];
    }

    /// <summary>Seconds.</summary>
    public int Length { get; }

    /// <summary>Response time in ms; service time where the driver knows no response time.</summary>
    public double[] P50 { get; }

    /// <summary>Response time in ms; service time where the driver knows no response time.</summary>
    public double[] P95 { get; }

    /// <summary>Response time in ms; service time where the driver knows no response time.</summary>
    public double[] P99 { get; }

    /// <summary>Requests done in the second, failed ones too.</summary>
    public double[] Requests { get; }

    /// <summary>Requests failed in the second.</summary>
    public double[] Failed { get; }

    /// <summary>Starts a second that the plan offers; a gap in the closed model.</summary>
    public double[] Offered { get; }

    /// <summary>True where the second belongs to a measured segment.</summary>
    public bool[] Counted { get; }

    /// <summary>Reads the record.</summary>
    /// <param name="record">The run.</param>
    /// <param name="series">The series whose response time is drawn, as <c>scenario/step</c>; empty for all requests.</param>
    /// <param name="byServiceTime">Draw service time: a run beside it has no response time.</param>
    public static Timeline Of(RunRecord record, IReadOnlyList<string> series, bool byServiceTime = false)
    {
        var end = record.Phases.Select(phase => phase.MeasureEndSecond).DefaultIfEmpty(0).Max();
        var length = Math.Max(
            (int)Math.Ceiling(end),
            record.Seconds.Select(second => second.Second + 1).Concat(record.Slices.Select(slice => slice.Second + 1)).DefaultIfEmpty(0).Max());
        var line = new Timeline(length);
        line.AddSeconds(record);
        line.AddSlices(record, series.ToHashSet(StringComparer.Ordinal), byServiceTime || record.HasServiceTimeOnly);
        line.AddOffered(record);
        return line;
    }

    private void AddSeconds(RunRecord record)
    {
        // A second of which the engine said nothing counts when it lies in a phase's measured time.
        for (var second = 0; second < Length; second++)
        {
            Counted[second] = record.Phases.Any(phase => second + 0.5 >= phase.MeasureStartSecond && second + 0.5 < phase.MeasureEndSecond);
        }

        foreach (var second in record.Seconds.Where(second => second.Second >= 0))
        {
            Counted[second.Second] = false;
        }

        foreach (var second in record.Seconds.Where(second => second.Second >= 0))
        {
            Counted[second.Second] |= second.Measured;
            Requests[second.Second] = double.IsNaN(Requests[second.Second]) ? 0 : Requests[second.Second];
            Failed[second.Second] = double.IsNaN(Failed[second.Second]) ? 0 : Failed[second.Second];
        }
    }

    private void AddSlices(RunRecord record, HashSet<string> drawn, bool byServiceTime)
    {
        var requests = new RequestSeries(record.Slices);
        var merged = new LatencyHistogram();
        foreach (var second in record.Slices.Where(slice => slice.Second >= 0 && requests.Contains(slice.Key)).GroupBy(slice => slice.Second))
        {
            merged.Reset();
            long all = 0;
            long failed = 0;
            foreach (var slice in second)
            {
                all += slice.Service.TotalCount;
                failed += slice.Key.Class == ResultClasses.Ok ? 0 : slice.Service.TotalCount;
                if (ResultClasses.CountsForResponseTime(slice.Key.Class)
                    && (drawn.Count == 0 || drawn.Contains($"{slice.Key.Scenario}/{slice.Key.Step}")))
                {
                    merged.Add(byServiceTime ? slice.Service : slice.Response);
                }
            }

            Requests[second.Key] = all;
            Failed[second.Key] = failed;
            if (merged.TotalCount > 0)
            {
                P50[second.Key] = merged.PercentileMicros(50) / 1000.0;
                P95[second.Key] = merged.PercentileMicros(95) / 1000.0;
                P99[second.Key] = merged.PercentileMicros(99) / 1000.0;
            }
        }
    }

    private void AddOffered(RunRecord record)
    {
        foreach (var phase in record.Phases)
        {
            var plan = record.Plan.Phases.FirstOrDefault(p => p.Name == phase.Name);
            if (plan is not { Model: LoadModel.Open })
            {
                continue;
            }

            for (var second = Math.Max(0, (int)phase.StartSecond); second < Math.Min(Length, phase.MeasureEndSecond); second++)
            {
                var rate = LoadDescription.RateAt(plan, Math.Max(0, second + 0.5 - phase.StartSecond));
                if (double.IsFinite(rate))
                {
                    Offered[second] = (double.IsNaN(Offered[second]) ? 0 : Offered[second]) + rate;
                }
            }
        }
    }

    private static double[] Gaps(int length)
    {
        var values = new double[length];
        Array.Fill(values, double.NaN);
        return values;
    }
}
