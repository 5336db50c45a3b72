using LoadLab.Core.Runs;
using LoadLab.Core.Text;

namespace LoadLab.Reporting.Figures;

/// <summary>The tables of the probes as text. Pure functions.</summary>
internal static class ProbeTables
{
    /// <summary>Column titles; those of numbers start with <c>&gt;</c>, which right-aligns them.</summary>
    public static IReadOnlyList<string> Columns(ProbeTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        return [.. table.Columns.Select(column => column.Unit.Length == 0 ? column.Title : ">" + column.Title)];
    }

    /// <summary>A row as text, numbers with their unit; <see cref="Units.None"/> where there is no value.</summary>
    public static IReadOnlyList<string> Row(ProbeTable table, IReadOnlyList<ProbeCell> row)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(row);
        return [.. table.Columns.Zip(row, (column, cell) => cell.Text ?? (cell.Value is { } number ? Number(number, column.Unit) : Units.None))];
    }

    private static string Number(double number, string unit) => unit switch
    {
        "count" => Units.Count((long)Math.Round(number)),
        "value" => Units.Value(number, ""),
        _ => Units.Value(number, unit),
    };
}
