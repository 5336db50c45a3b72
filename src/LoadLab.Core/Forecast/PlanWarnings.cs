using LoadLab.Core.Catalogue;
using LoadLab.Core.Lint;
using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;
using LoadLab.Core.Text;

namespace LoadLab.Core.Forecast;

/// <summary>
/// What of a plan is no fault, and yet will probably not give what its user wants: measures that the stack cannot bring, services whose steps the last
/// run did not have, settings that nobody reads. Pure.
/// </summary>
public static class PlanWarnings
{
    /// <summary>The forecast with its warnings, in which the rows on measures that the stack cannot bring are answered as that.</summary>
    /// <param name="forecast">The forecast.</param>
    /// <param name="catalogue">The catalogue that judges the plan.</param>
    /// <param name="last">The last run of the suite; null for none.</param>
    public static RunForecast AddTo(RunForecast forecast, SloCatalogue catalogue, RunRecord? last)
    {
        ArgumentNullException.ThrowIfNull(forecast);
        ArgumentNullException.ThrowIfNull(catalogue);
        var gaps = Gaps(forecast.Plan, catalogue);
        return forecast with
        {
            Slos = [.. forecast.Slos.Select(slo => gaps.TryGetValue(slo.Id, out var gap) && slo.Answer is not (ForecastAnswer.NotMeasured or ForecastAnswer.OutOfScope) ? Answer(slo, gap) : slo)],
            Warnings = Of(forecast.Plan, catalogue, last),
        };
    }

    /// <summary>One sentence each.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="catalogue">The catalogue that judges it.</param>
    /// <param name="last">The last run of the suite; null for none.</param>
    public static IReadOnlyList<string> Of(RunPlan plan, SloCatalogue catalogue, RunRecord? last)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(catalogue);
        return [.. Measures(Gaps(plan, catalogue)), .. Steps(plan, catalogue, last), .. Thresholds(plan, last), .. Metrics(plan, catalogue), .. Settings(plan)];
    }

    private static IEnumerable<Slo> Judged(RunPlan plan, SloCatalogue catalogue) =>
        catalogue.Slos.Where(slo => slo.NotMeasured.Length == 0 && (plan.Slos.Count == 0 || plan.Slos.Contains(slo.Id)));

    private static Dictionary<string, MeasureGap> Gaps(RunPlan plan, SloCatalogue catalogue)
    {
        var known = new KnownMeasures(plan.Metrics);
        var gaps = new Dictionary<string, MeasureGap>(StringComparer.Ordinal);
        foreach (var slo in Judged(plan, catalogue))
        {
            var found = slo.Measures.Select(use => known.Find(use.Name) is { } measure ? MeasureGaps.Of(measure, plan) : null).OfType<MeasureGap>().OrderByDescending(gap => gap.IsCertain).FirstOrDefault();
            if (found is not null)
            {
                gaps[slo.Id] = found;
            }
        }

        return gaps;
    }

    private static SloForecast Answer(SloForecast slo, MeasureGap gap) => slo with
    {
        Answer = gap.IsCertain ? ForecastAnswer.NotMeasured : ForecastAnswer.Depends,
        Reason = $"{gap.Measure} {Will(gap)}: it needs {gap.Needs}.",
        Hold = null,
        Brings = null,
    };

    private static string Will(MeasureGap gap) => gap.IsCertain ? "will be NOT MEASURED"
        : CustomMeasures.IsCustom(gap.Measure) ? "may be NOT MEASURED"
        : "will be NOT MEASURED, unless the target is the reference LMS";

    private static IEnumerable<string> Measures(Dictionary<string, MeasureGap> gaps) => gaps.GroupBy(entry => entry.Value)
        .Select(group => $"{group.Key.Measure} {Will(group.Key)}: it needs {group.Key.Needs}. Rows: {StepNames.Listed([.. group.Select(entry => entry.Key)])}.");

    private static IEnumerable<string> Steps(RunPlan plan, SloCatalogue catalogue, RunRecord? last)
    {
        if (last is null)
        {
            yield break;
        }

        var ran = StepNames.Of(last.Slices.Select(slice => slice.Key));
        foreach (var group in Judged(plan, catalogue).Where(slo => slo.IsOfRequests).GroupBy(slo => slo.ServiceName!))
        {
            if (StepNames.WhyNone(catalogue.Services[group.Key], ran) is { Length: > 0 } why)
            {
                yield return $"service '{group.Key}' will be NOT MEASURED if this run has the steps of the last one ({last.RunId}). {why} Rows: {StepNames.Listed([.. group.Select(slo => slo.Id)])}.";
            }
        }
    }

    private static IEnumerable<string> Thresholds(RunPlan plan, RunRecord? last)
    {
        foreach (var threshold in plan.Phases.SelectMany(phase => phase.Thresholds).Where(threshold => threshold.Step != SeriesKey.WholeIteration).Distinct())
        {
            var steps = (last?.Slices ?? []).Where(slice => slice.Key.Scenario == threshold.Scenario && slice.Key.Step != SeriesKey.WholeIteration).Select(slice => slice.Key.Step).Distinct().Order(StringComparer.Ordinal).ToList();
            if (steps.Count > 0 && !steps.Contains(threshold.Step))
            {
                yield return $"the threshold {threshold.Id} in the code of scenario '{threshold.Scenario}' names a step that the last run ({last!.RunId}) did not have.{NearestName.Sentence(threshold.Step, steps)} Its steps: {StepNames.Listed(steps)}.";
            }
        }
    }

    /// <summary>A name of one's own that no row asks for and that is almost one that LoadLab knows.</summary>
    private static IEnumerable<string> Metrics(RunPlan plan, SloCatalogue catalogue)
    {
        var asked = Judged(plan, catalogue).SelectMany(slo => slo.Measures).Select(use => use.Name).ToHashSet(StringComparer.Ordinal);
        return plan.Metrics.Keys.Where(name => KnownMeasures.BuiltIn.Find(name) is null && !asked.Contains(name) && !asked.Contains(name + ".count"))
            .Select(name => (Name: name, Near: NearestName.Sentence(name, DeclaredMeasures.All.Select(measure => measure.Name))))
            .Where(entry => entry.Near.Length > 0)
            .Select(entry => $"metrics.{entry.Name} is a name of your own, and no row asks for it.{entry.Near}");
    }

    private static IEnumerable<string> Settings(RunPlan plan)
    {
        var (postgres, redis) = (plan.Stack is not { Kind: "external", External.Postgres: null }, plan.Stack is not { Kind: "external", External.Redis: null });
        foreach (var name in plan.Settings.Keys)
        {
            if (ProbeSettings.Misspelt(name) is { } meant)
            {
                yield return $"settings.{name} is a setting that only a scenario could read. Did you mean '{meant}'?";
            }
            else if (name == ProbeSettings.Backup && !postgres)
            {
                yield return $"settings.{name} makes backups of Postgres, and this stack has none that LoadLab knows: no backup will be made. Give --external-postgres.";
            }
            else if (name is ProbeSettings.Queues or ProbeSettings.Processing or ProbeSettings.Celery && !redis)
            {
                yield return $"settings.{name} names keys of Redis, and this stack has none that LoadLab knows: they will not be looked at. Give --external-redis.";
            }
        }
    }
}
