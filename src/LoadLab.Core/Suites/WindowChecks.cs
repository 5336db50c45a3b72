using LoadLab.Core.Catalogue;
using LoadLab.Core.Runs;
using LoadLab.Core.Yaml;

namespace LoadLab.Core.Suites;

/// <summary>
/// Rows that are judged window by window, in a suite that is too short for their windows: they could not be decided, or never fail. And maintenance that
/// begins after the load.
/// </summary>
internal static class WindowChecks
{
    public static IEnumerable<string> Find(SuiteDefinition suite, SloCatalogue? catalogue, IReadOnlyList<PhasePlan> phases)
    {
        // How long a number of iterations takes is not known before the run.
        if (phases.Count == 0 || phases.Any(phase => phase.Segments.Any(segment => segment.Simulation.During <= TimeSpan.Zero)))
        {
            yield break;
        }

        var end = phases.Aggregate(TimeSpan.Zero, (at, phase) => (phase.StartAt ?? at) + phase.Duration);
        foreach (var window in suite.Maintenance.Where(window => window.From >= end))
        {
            yield return $"{suite.Origin}: Suite '{suite.Name}': maintenance from {Text(window.From)} begins after the load, which ends at {Text(end)}: it would hold back nothing. Let it begin earlier, or take it out.";
        }

        if (catalogue is null)
        {
            yield break;
        }

        var longest = phases.Max(phase => phase.MeasuredDuration);
        foreach (var slo in catalogue.Slos.Where(slo => slo.Windowing is not null && slo.NotMeasured.Length == 0 && (suite.Slos.Count == 0 || suite.Slos.Contains(slo.Id))))
        {
            var windowing = slo.Windowing!;
            var least = windowing.Over + (windowing.Lasting * Windowing.Step) - Windowing.Step;
            if (longest < windowing.Over)
            {
                yield return $"{suite.Origin}: Suite '{suite.Name}': {slo.Id} is judged in windows of {Text(windowing.Over)}, and its longest phase measures {Text(longest)}. "
                    + $"Hold a phase for at least {Text(least)}, or lower over in the catalogue ({slo.Place.Of("indicator")}).";
            }
            else if (longest < least)
            {
                yield return $"{suite.Origin}: Suite '{suite.Name}': {slo.Id} fails when windows of {Text(windowing.Over)} are broken for {Text(windowing.For!.Value)}, which takes {Text(least)}, and its longest phase measures {Text(longest)}: it could never fail. "
                    + $"Hold a phase for at least {Text(least)}, or lower for in the catalogue ({slo.Place.Of("indicator")}).";
            }
        }
    }

    private static string Text(TimeSpan length) => DurationValue.Format(length);
}
