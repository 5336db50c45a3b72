using LoadLab.Core.Comparison;

namespace LoadLab.Core.Noise;

/// <summary>Whether a calibration keeps its promise: pairs of runs of one build, none of which it was made from, are compared as if they were two builds.</summary>
/// <param name="Pairs">Number of pairs.</param>
/// <param name="Claims">What was called changed with the calibration, a line a pair; each is false.</param>
/// <param name="ClaimedWithout">Pairs that were called changed without it.</param>
public sealed record NoiseCheck(int Pairs, IReadOnlyList<string> Claims, int ClaimedWithout)
{
    /// <summary>So many of the runs, the first, make the calibration.</summary>
    public const int Calibrating = 8;

    /// <summary>Fewest runs that can be checked: one pair beside those that calibrate.</summary>
    public const int FewestRuns = Calibrating + 2;

    /// <summary>Pairs that may be called changed: 5 %, and at least one.</summary>
    public int Allowed => Math.Max(1, (int)Math.Ceiling(RunComparison.FalseClaimRate * Pairs));

    /// <summary>True when no more were.</summary>
    public bool Holds => Claims.Count <= Allowed;

    /// <summary>The first <see cref="Calibrating"/> runs calibrate; the others are compared: the first with the second, the third with the fourth, …</summary>
    /// <exception cref="LoadLabException">They are too few, or cannot be compared (104).</exception>
    public static NoiseCheck Of(IReadOnlyList<ComparedRun> runs)
    {
        ArgumentNullException.ThrowIfNull(runs);
        if (runs.Count < FewestRuns)
        {
            throw new LoadLabException(
                ExitCode.BadConfiguration, $"{runs.Count} runs are too few to check: {Calibrating} calibrate, and each pair takes two more.", "48 runs are 20 pairs: loadlab noise SUITE -n 48 --check");
        }

        IReadOnlyList<NoiseCalibration> calibrations = [NoiseCalibrator.Calibrate([.. runs.Take(Calibrating)])];
        var pairs = runs.Skip(Calibrating).Chunk(2).Where(pair => pair.Length == 2).ToList();
        var claims = pairs.Select(pair => Claim(pair, calibrations)).OfType<string>().ToList();
        return new NoiseCheck(pairs.Count, claims, pairs.Count(pair => Claim(pair, []) is not null));
    }

    private static string? Claim(ComparedRun[] pair, IReadOnlyList<NoiseCalibration> calibrations)
    {
        var comparison = Comparer.Compare([pair[0]], [pair[1]], calibrations: calibrations);
        var claimed = comparison.Figures.Where(figure => figure.Verdict is ShiftVerdict.Regressed or ShiftVerdict.Improved).ToList();
        return claimed.Count == 0 ? null : $"{pair[0].Record.RunId} and {pair[1].Record.RunId}: {string.Join(", ", claimed.Select(figure => $"{figure.Step} {figure.Kind.Word()}"))}";
    }
}
