using LoadLab.Cli.Documents;
using LoadLab.Core.Catalogue;
using LoadLab.Core.Catalogue.Document;
using LoadLab.Core.Lint;
using LoadLab.Core.Verdicts;

namespace LoadLab.Cli.Terminal;

/// <summary>The catalogue as lines for people. Pure.</summary>
internal static class SloText
{
    /// <summary>A line an entry, an empty line between the sections, and what it adds up to.</summary>
    public static IReadOnlyList<string> List(SloCatalogue catalogue)
    {
        var entries = catalogue.Entries.ToList();
        var source = entries.Select(entry => entry.Source.Length).Append("SOURCE".Length).Max();
        var id = entries.Max(entry => entry.Id.Length);
        var lines = new List<string> { $"{"SOURCE".PadRight(source)}  {"ID".PadRight(id)}  {"KIND",-13}  {"TIER",-4}  {"IN A RUN",-12}  MUST BE" };
        var section = "";
        foreach (var entry in entries)
        {
            if (Section(entry) != section)
            {
                section = Section(entry);
                lines.Add("");
            }

            lines.Add($"{entry.Source.PadRight(source)}  {entry.Id.PadRight(id)}  {entry.Kind,-13}  {(entry as Slo)?.Tier.Word() ?? "",-4}  {VerbWords.InRun(entry),-12}  {entry.Says}".TrimEnd());
        }

        var counts = catalogue.Slos.GroupBy(VerbWords.InRun).ToDictionary(group => group.Key, group => group.Count());
        lines.Add("");
        lines.Add(FormattableString.Invariant($"{catalogue.Slos.Count} SLOs: {counts.GetValueOrDefault("required")} required, {counts.GetValueOrDefault("shown")} shown, {counts.GetValueOrDefault("not measured")} not measured. {catalogue.Document.Count} other statements of the document."));
        return lines;
    }

    /// <summary>All about one entry, and what lint says of it.</summary>
    public static IReadOnlyList<string> Show(SloCatalogue catalogue, CatalogueEntry entry)
    {
        var lines = new List<string> { $"{entry.Id}: {entry.Title}", "" };
        Add("kind", entry is Slo { Tier: var tier } ? $"{entry.Kind}, {tier.Label()}" : entry.Kind);
        Add(entry is Slo ? "must be" : "says", entry.Says);
        Add("document", $"{entry.Source}{(entry.Original.Length > 0 ? $": {entry.Original}" : "")}");
        foreach (var (column, words) in entry.Columns)
        {
            Add("", $"{column}: {words}");
        }

        if (entry is Slo slo)
        {
            Add("figure", SloFigureText.Of(slo, catalogue));
            Add("window", slo.Window.Length > 0 ? slo.Window : "none: each phase of a run by itself");
            Add("in a run", slo.NotMeasured.Length > 0 ? $"NOT MEASURED: {slo.NotMeasured}" : slo.Required ? "required: a launch depends on it" : "shown; decides nothing");
            Add("same figure", Ids(catalogue.Slos.Where(other => other.Id != slo.Id && other.IndicatorKey == slo.IndicatorKey), true));
            Add("holds", slo is CapacitySlo capacity ? string.Join(", ", capacity.Holds) : "");
            Add("held under", Ids(catalogue.Slos.OfType<CapacitySlo>().Where(load => load.Holds.Contains(slo.Id)), false));
            Add("alerts", Ids(catalogue.Document.OfType<AlertEntry>().Where(alert => alert.Watches.Contains(slo.Id)), true));
        }
        else if (entry is AlertEntry alert)
        {
            Add("watches", string.Join(", ", alert.Watches));
            Add("notifies", string.Join(", then ", alert.Notify));
        }

        Add("stands at", entry.Place.Origin);
        var diagnostics = CatalogueLint.Run(catalogue).Where(diagnostic => diagnostic.Id == entry.Id).ToList();
        if (diagnostics.Count > 0)
        {
            lines.Add("");
            lines.AddRange(diagnostics.Select(diagnostic => $"{VerbWords.Of(diagnostic.Severity)} {diagnostic.Rule}: {diagnostic.Message}"));
        }

        return lines;

        void Add(string name, string text)
        {
            if (text.Length > 0)
            {
                lines.Add($"{name,-11}  {text}".TrimEnd());
            }
        }
    }

    private static string Section(CatalogueEntry entry) => entry.Source.Split('/')[0];

    private static string Ids(IEnumerable<CatalogueEntry> entries, bool withLimit) =>
        string.Join("; ", entries.Select(entry => withLimit ? $"{entry.Id} ({entry.Says})" : entry.Id));
}
