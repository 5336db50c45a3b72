using LoadLab.Core.Measurement;

namespace LoadLab.Reporting.Figures;

/// <summary>
/// Says which series are requests: steps where a scenario has steps, else its iterations, so that nothing counts twice.
/// </summary>
internal sealed class RequestSeries
{
    private readonly HashSet<string> _withSteps;

    public RequestSeries(IEnumerable<LoadSlice> slices) => _withSteps =
        slices.Where(slice => slice.Key.Step != SeriesKey.WholeIteration).Select(slice => slice.Key.Scenario).ToHashSet(StringComparer.Ordinal);

    public bool Contains(SeriesKey key) => key.Step != SeriesKey.WholeIteration || !_withSteps.Contains(key.Scenario);
}
