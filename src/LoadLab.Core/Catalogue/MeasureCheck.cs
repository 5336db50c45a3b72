using LoadLab.Core.Measurement;

namespace LoadLab.Core.Catalogue;

/// <summary>Finds rows that name a measure which does not exist, is of another kind than the row asks for, or has another unit than the limit. Pure.</summary>
internal static class MeasureCheck
{
    /// <summary>Where all measures are listed.</summary>
    public const string Listed = "All measures: loadlab slo measures";

    private static readonly string[] s_unitsOfNumbers = ["ms", "ratio", "bytes", "bytes/s", "1/s"];

    /// <summary>Every fault of a row.</summary>
    public static IEnumerable<MeasureFault> Find(Slo slo, KnownMeasures known)
    {
        ArgumentNullException.ThrowIfNull(slo);
        ArgumentNullException.ThrowIfNull(known);
        if (slo.NotMeasured.Length > 0)
        {
            yield break;
        }

        var found = new List<MeasureDeclaration>();
        foreach (var use in slo.Measures.Where(use => use.Name.Length > 0))
        {
            if (known.Find(use.Name) is not { } measure)
            {
                yield return Unknown(use, known);
            }
            else if (!use.Kinds.Contains(measure.Kind) && !(measure.Source == MeasureSource.OwnMetrics && use.OwnKinds.Contains(measure.Kind)))
            {
                yield return MeasureFault.OfIndicator(use.Key, $"'{use.Name}' is {Words(measure)}, and kind: {slo.Kind} asks for {string.Join(" or ", use.Kinds.Select(Words).Distinct())}. {Advice(measure)}");
            }
            else
            {
                found.Add(measure);
            }
        }

        if (UnitFault(slo, found) is { } fault)
        {
            yield return fault;
        }
    }

    /// <summary>Every fault of the rows that a suite judges, each with where it stands.</summary>
    /// <param name="catalogue">The catalogue.</param>
    /// <param name="ids">Ids of the rows; empty for all.</param>
    /// <param name="known">The measures that there can be.</param>
    internal static IEnumerable<string> Find(SloCatalogue catalogue, IReadOnlyList<string> ids, KnownMeasures known) => catalogue.Slos
        .Where(slo => ids.Count == 0 || ids.Contains(slo.Id))
        .SelectMany(slo => Find(slo, known).Select(fault => $"{slo.Place.Of(fault.Key)}: slos.{slo.Id}.{fault.Message}"));

    private static MeasureFault Unknown(MeasureUse use, KnownMeasures known)
    {
        // The name of a distribution of one's own, and how many times it has counted, are mapped by one key.
        var own = use.Name.EndsWith(".count", StringComparison.Ordinal) ? use.Name[..^".count".Length] : use.Name;
        return MeasureFault.OfIndicator(use.Key, $"there is no measure '{use.Name}'.{known.NearestSentence(use.Name)} "
            + $"If it is one of your target's own, name it in the suite: metrics: {{{own}: {Metric(use)}}}. {Listed}");
    }

    private static string Metric(MeasureUse use) => use.Kinds[^1] switch
    {
        MeasureKind.Times => "its_metric_seconds_bucket",
        MeasureKind.Total => "its_metric_total",
        _ => "its_metric",
    };

    private static MeasureFault? UnitFault(Slo slo, List<MeasureDeclaration> found)
    {
        switch (slo)
        {
            case ThroughputSlo when slo.Objective.Unit != "bytes/s":
                return MeasureFault.OfObjective($"'{slo.Objective.Text}' is not in bytes a second, which is what NAME.throughput is in. Write 5MB/s.");
            case SaturationSlo { Of: not null } when found is [{ Source: not MeasureSource.OwnMetrics } part, { Source: not MeasureSource.OwnMetrics } whole] && part.Unit != whole.Unit:
                return MeasureFault.OfIndicator("of", $"'{whole.Name}' is in {whole.Unit} and '{part.Name}' in {part.Unit}: one cannot be a share of the other.");
            case SaturationSlo { Of: null } when found is [{ } measure] && !Fits(measure, slo.Objective):
                return MeasureFault.OfObjective($"'{measure.Name}' is in {measure.Unit}, and the limit '{slo.Objective.Text}' is in {slo.Objective.Unit}. Write {Example(measure.Unit)}{(slo.Objective.Unit == "ratio" ? ", or name the whole that it is a share of: indicator: {measure: …, of: …}" : "")}.");
            default:
                return null;
        }
    }

    /// <summary>The unit of a metric of the user's own is not known: any word does, and what LoadLab would convert does not.</summary>
    private static bool Fits(MeasureDeclaration measure, Objective objective) => measure.Source == MeasureSource.OwnMetrics
        ? !s_unitsOfNumbers.Contains(objective.Unit)
        : measure.Unit == objective.Unit || (measure.Source == MeasureSource.Scenario && measure.Unit == CustomMeasures.NoUnit);

    private static string Example(string unit) => unit switch
    {
        "ratio" => "80%",
        "ms" => "20ms",
        "bytes" => "256MB",
        "1/s" => "500/s",
        "value" => "the number with a word of yours, such as '500 things': LoadLab does not convert a metric of your own",
        _ => $"'100 {unit}'",
    };

    private static string Words(MeasureDeclaration measure) => measure.Kind == MeasureKind.Sample ? $"a value a second ({measure.Unit})" : Words(measure.Kind);

    private static string Words(MeasureKind kind) => kind switch
    {
        MeasureKind.RequestTimes or MeasureKind.Times => "a distribution of times",
        MeasureKind.RequestRatio => "a share of requests",
        MeasureKind.Presence => "1 while a service is there and 0 while it is not",
        MeasureKind.Total => "a running total",
        MeasureKind.Throughput => "bytes a second of a transfer (NAME.throughput)",
        _ => "a value a second",
    };

    private static string Advice(MeasureDeclaration measure) => measure.Kind switch
    {
        MeasureKind.RequestTimes or MeasureKind.Times => "Judge it with kind: response-time.",
        MeasureKind.RequestRatio => "Judge it with kind: error-ratio or availability, and leave the measure out.",
        MeasureKind.Presence => "Judge it with kind: availability.",
        MeasureKind.Total => "Judge it with kind: error-ratio (bad, total) or success-ratio (good, total).",
        MeasureKind.Throughput => "Judge it with kind: throughput.",
        _ => "Judge it with kind: saturation.",
    };
}
