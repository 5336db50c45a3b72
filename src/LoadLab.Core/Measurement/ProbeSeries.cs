namespace LoadLab.Core.Measurement;

/// <summary>The samples of one measure.</summary>
/// <param name="Measure">What was measured.</param>
/// <param name="Points">Second of the run's clock and value, in order; a gap has no point.</param>
public sealed record ProbeSeries(Measure Measure, IReadOnlyList<ProbePoint> Points)
{
    /// <summary>The points from <paramref name="startSecond"/> to <paramref name="endSecond"/>.</summary>
    public IEnumerable<ProbePoint> Between(double startSecond, double endSecond) =>
        Points.Where(point => point.Second >= startSecond && point.Second <= endSecond);
}
