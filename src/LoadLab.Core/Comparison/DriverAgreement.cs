using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;

namespace LoadLab.Core.Comparison;

/// <summary>Whether two drivers measured the same: service times, throughput and failures of one script on one target, by runs that took turns. Pure.</summary>
public sealed record DriverAgreement
{
    private DriverAgreement(RunComparison comparison)
    {
        Comparison = comparison;

        // An iteration with a failed check has failed for LoadLab, and k6 does not tell of it: failures are compared by requests.
        Figures = [.. comparison.Figures.Where(figure => figure.Kind != FigureKind.ErrorRatio || figure.Step.Step != SeriesKey.WholeIteration || figure.Step.Scenario == PhaseSummary.AllScenarios)];
    }

    /// <summary>LoadLab's runs against those of the other driver.</summary>
    public RunComparison Comparison { get; }

    /// <summary>The figures that are compared.</summary>
    public IReadOnlyList<ComparedFigure> Figures { get; }

    /// <summary>Figures of which the whole interval lies outside the margin: one of the drivers is wrong.</summary>
    public IReadOnlyList<ComparedFigure> Disagreements => [.. Figures.Where(figure => figure.Verdict is ShiftVerdict.Regressed or ShiftVerdict.Improved)];

    /// <summary>Figures of which the runs do not say it.</summary>
    public IReadOnlyList<ComparedFigure> Open => [.. Figures.Where(figure => figure.Verdict == ShiftVerdict.Inconclusive)];

    /// <summary>Steps that only one of the drivers had: then they did not do the same.</summary>
    public required IReadOnlyList<string> OneSided { get; init; }

    /// <summary>0 when they agree; 97 when they do not, since a driver and not the target made the difference; 96 when the runs do not say it.</summary>
    public ExitCode ExitCode => Disagreements.Count + OneSided.Count > 0 ? ExitCode.InvalidRun : Open.Count > 0 || Figures.Count == 0 ? ExitCode.Inconclusive : ExitCode.Ok;

    /// <summary>Compares valid, complete runs.</summary>
    /// <param name="own">Runs of LoadLab's own engine.</param>
    /// <param name="other">Runs of the other driver.</param>
    /// <param name="margin">Smallest difference that matters; null for the default.</param>
    /// <exception cref="LoadLabException">They cannot be compared (104).</exception>
    public static DriverAgreement Of(IReadOnlyList<ComparedRun> own, IReadOnlyList<ComparedRun> other, ComparisonMargin? margin = null)
    {
        ArgumentNullException.ThrowIfNull(own);
        ArgumentNullException.ThrowIfNull(other);
        var (a, b) = (StepsOf(own), StepsOf(other));
        return new DriverAgreement(Comparer.Compare(own, other, margin))
        {
            OneSided = [.. a.Except(b).Select(step => $"{step}: only LoadLab's engine had it"), .. b.Except(a).Select(step => $"{step}: only {other[0].Record.Driver?.Name ?? "the other driver"} had it")],
        };
    }

    private static HashSet<string> StepsOf(IReadOnlyList<ComparedRun> runs) =>
        [.. runs.SelectMany(run => run.Record.Slices).Where(slice => slice.Key.Measured && slice.Key.Step != SeriesKey.WholeIteration).Select(slice => new StepKey(slice.Key.Phase, slice.Key.Scenario, slice.Key.Step).ToString())];
}
