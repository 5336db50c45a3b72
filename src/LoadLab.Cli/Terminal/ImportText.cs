using LoadLab.Core.Catalogue;
using LoadLab.Core.Production;
using LoadLab.Core.Store;
using LoadLab.Core.Text;
using LoadLab.Core.Yaml;

namespace LoadLab.Cli.Terminal;

/// <summary>What was imported as lines for people. Pure.</summary>
internal static class ImportText
{
    /// <summary>A line a row, the gaps, and where it is kept.</summary>
    public static IReadOnlyList<string> Lines(ProductionImport import, SloCatalogue catalogue, string path)
    {
        var rows = catalogue.Slos.Select(slo => (Slo: slo, Reached: import.Analyse(slo))).Where(row => row.Reached is not null).ToList();
        var id = rows.Select(row => row.Slo.Id.Length).Append(2).Max();
        var says = rows.Select(row => row.Slo.Says.Length).Append("MUST BE".Length).Max();
        var lines = new List<string> { $"{"ID".PadRight(id)}  {"MUST BE".PadRight(says)}  {"VERDICT",-12}  {"REACHED",12}  {"AT LEAST",12}  {"TIME WITHIN",11}  {"BUDGET LEFT",11}" };
        lines.AddRange(rows.Select(row => string.Join("  ",
            row.Slo.Id.PadRight(id),
            row.Slo.Says.PadRight(says),
            $"{DocumentWords.Of(row.Reached!.Verdict),-12}",
            $"{Value(row.Slo, row.Reached, row.Reached.Attained),12}",
            $"{Value(row.Slo, row.Reached, row.Reached.LowerBound),12}",
            $"{(row.Reached.Slices.TimeRatio is { } ratio ? ComplianceText.Ratio(ratio) : Units.None),11}",
            $"{ComplianceText.Part(row.Reached.Budget?.RemainingRatio),11}")));
        var silent = catalogue.Slos.Count(slo => slo is not CapacitySlo) - rows.Count;
        lines.Add("");
        lines.Add($"{import.Grid.Period.Name}: {Units.Counted(rows.Count, "row")} in {Units.Counted(import.Grid.CountUntil(import.Until), "slice")} of {DurationValue.Format(import.Grid.Slice)}; {Units.Counted(silent, "row")} that production does not measure."
            + (import.IsPartial ? $" Partial: the data end at {MomentText.Format(import.Until)}." : ""));
        lines.Add($"Kept in {path}");
        return lines;
    }

    private static string Value(Slo slo, RowAttainment reached, double? value) => value is not { } known ? Units.None
        : reached.Events is not null ? ComplianceText.Ratio(known)
        : Units.Value(known, slo.Objective.Unit);
}
