using LoadLab.Core.Catalogue;
using LoadLab.Core.Evaluation.Judging;
using LoadLab.Core.Evaluation.Windows;
using LoadLab.Core.Statistics;
using LoadLab.Core.Yaml;

namespace LoadLab.Core.Lint;

/// <summary>Rows that need more samples than the loads of the catalogue bring, even if every request were of their service.</summary>
internal sealed class SampleRule : LintRule
{
    public override string Name => "samples";

    public override IEnumerable<Diagnostic> Check(SloCatalogue catalogue)
    {
        var load = catalogue.Slos.OfType<CapacitySlo>().Where(row => row.ArrivalRatePerSecond is not null).MaxBy(Requests);
        if (load is null)
        {
            yield break;
        }

        var brought = Requests(load);
        foreach (var row in catalogue.Slos.Where(row => row.NotMeasured.Length == 0))
        {
            if (row.Windowing is { } windowing)
            {
                if (InWindow(row) is var fewest && fewest > load.ArrivalRatePerSecond!.Value * windowing.Over.TotalSeconds)
                {
                    var longEnough = SampleSize.DurationFor(fewest, load.ArrivalRatePerSecond.Value);
                    yield return Warning(row, "indicator",
                        $"A window of {DurationValue.Format(windowing.Over)} decides nothing with fewer than {Figures.Count(fewest)} requests, and {load.Id} brings {Figures.Count((long)(load.ArrivalRatePerSecond.Value * windowing.Over.TotalSeconds))} of all services ({load.Objective.Text}): a good run is INCONCLUSIVE. Take a window of at least {DurationValue.Format(longEnough)}.");
                }

                continue;
            }

            var needed = row switch
            {
                ResponseTimeSlo time => SampleSize.ForPercentile(time.Percentile),
                { LimitedPercentile: { } percentile } => SampleSize.ForPercentile(Math.Max(percentile, 100 - percentile)),
                { Figure: SloFigure.Share, ServiceName: not null } when Allowed(row.Objective) is > 0 and < 1 => SampleSize.ForRatio(Allowed(row.Objective)),
                _ => 0,
            };
            if (needed > brought)
            {
                var seconds = SampleSize.DurationFor(needed, load.ArrivalRatePerSecond!.Value).TotalSeconds;
                yield return Warning(row, row.LimitedPercentile is not null ? "indicator" : "objective",
                    $"To pass takes at least {Figures.Count(needed)} good requests, and {load.Id} brings {Figures.Count(brought)} of all services ({load.Objective.Text} × {DurationValue.Format(load.Hold)}): held no longer, a good run is INCONCLUSIVE. At that rate it takes {Figures.Count((long)seconds)} s, were every request of this service.");
            }
        }
    }

    /// <summary>Fewest samples with which a window can keep its limit.</summary>
    private static long InWindow(Slo row) => row switch
    {
        { LimitedPercentile: { } percentile } => IndicatorWindows.FewestFor(percentile),
        ErrorRatioSlo => IndicatorWindows.FewestFor(row.Objective),
        _ => 0,
    };

    private static long Requests(CapacitySlo row) => (long)(row.ArrivalRatePerSecond!.Value * row.Hold.TotalSeconds);

    private static double Allowed(Objective objective) => (double)(objective.WantsLess ? (decimal)objective.Limit : 1 - (decimal)objective.Limit);
}
