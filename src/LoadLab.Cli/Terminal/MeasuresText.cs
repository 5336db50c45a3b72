using LoadLab.Cli.Documents;
using LoadLab.Core.Measurement;

namespace LoadLab.Cli.Terminal;

/// <summary>The measures as lines for people and as a document for scripts. Pure.</summary>
internal static class MeasuresText
{
    /// <summary>For each which stack has it, the measures; then the families, and what a suite maps.</summary>
    /// <param name="metrics">The <c>metrics:</c> of a suite; empty for none.</param>
    public static IReadOnlyList<string> Lines(IReadOnlyDictionary<string, string> metrics)
    {
        var lines = new List<string>();
        foreach (var group in DeclaredMeasures.All.GroupBy(measure => measure.Stacks))
        {
            lines.Add($"Stacks: {group.Key}");
            lines.AddRange(Table(group));
            lines.Add("");
        }

        lines.Add("Names that follow from another one");
        lines.AddRange(ColumnText.Lines([.. MeasureFamilies.All.Select(family => new[] { family.Name, family.Unit, Kind(family.Kind), $"{family.Meaning}. Stacks: {family.Stacks}" })]).Select(line => "  " + line));
        if (metrics.Count > 0)
        {
            lines.Add("");
            lines.Add("From the metrics of this suite");
            lines.AddRange(Table(Mapped(metrics)));
        }

        lines.Add("");
        lines.Add("In a catalogue: times are judged by kind response-time, values by saturation, 0-or-1 by availability, totals by error-ratio and success-ratio, transfers by throughput.");
        lines.Add("A metric of your own: name it in the suite, as in metrics: {cache.size: my_cache_items}. What is absent is never 0: the row is NOT MEASURED, or the second is a gap.");
        return lines;
    }

    /// <summary>One JSON document.</summary>
    /// <param name="metrics">The <c>metrics:</c> of a suite; empty for none.</param>
    public static string Json(IReadOnlyDictionary<string, string> metrics)
    {
        var families = MeasureFamilies.All.ToHashSet();
        var all = DeclaredMeasures.All.Concat(MeasureFamilies.All).Concat(Mapped(metrics).Where(own => DeclaredMeasures.All.All(known => known.Name != own.Name)));
        return JsonText.Of(
            new MeasuresDocument(1, [.. all.Select(measure => MeasuresDocument.MeasurePart.Of(measure, families.Contains(measure), Kind(measure.Kind)))]),
            JsonText.Context.MeasuresDocument);
    }

    private static IEnumerable<MeasureDeclaration> Mapped(IReadOnlyDictionary<string, string> metrics)
    {
        var known = new KnownMeasures(metrics);
        return metrics.Keys.Select(known.Find).OfType<MeasureDeclaration>();
    }

    private static IEnumerable<string> Table(IEnumerable<MeasureDeclaration> measures) =>
        ColumnText.Lines([.. measures.Select(measure => new[] { measure.Name, measure.Unit, Kind(measure.Kind), measure.Meaning + Better(measure) })]).Select(line => "  " + line);

    private static string Better(MeasureDeclaration measure) => measure.Better switch
    {
        BetterDirection.Lower => "; lower is better",
        BetterDirection.Higher => "; higher is better",
        _ => "",
    };

    private static string Kind(MeasureKind kind) => kind switch
    {
        MeasureKind.RequestTimes or MeasureKind.Times => "times",
        MeasureKind.RequestRatio => "share",
        MeasureKind.Presence => "0-or-1",
        MeasureKind.Total => "total",
        MeasureKind.Throughput => "transfers",
        _ => "value",
    };
}
