using System.Globalization;

namespace LoadLab.Core.Capacity.Planning;

/// <summary>
/// Reads a history of demand: a date and a peak rate a line, separated by a comma or a semicolon, with or without a line of names. A month is its last day. Empty lines and those that begin
/// with '#' are left out. Dates may stand in any order, each once.
/// </summary>
public static class DemandCsv
{
    /// <summary>Faults that are told; the rest is counted.</summary>
    private const int MostFaults = 20;

    /// <summary>No demand is higher.</summary>
    private const double Most = 1e9;

    /// <summary>The history, the oldest first.</summary>
    /// <param name="lines">The file.</param>
    /// <param name="file">Its name, for messages.</param>
    /// <exception cref="LoadLabException">Something cannot be read: all faults at once, each with its line (104).</exception>
    public static IReadOnlyList<DemandPoint> Read(IEnumerable<string> lines, string file)
    {
        ArgumentNullException.ThrowIfNull(lines);
        var faults = new List<string>();
        var seen = new Dictionary<DateOnly, int>();
        var points = new List<DemandPoint>();
        var isFirst = true;
        foreach (var (text, at) in lines.Select((line, at) => (Text: line.Trim().TrimStart('\uFEFF'), At: at + 1)))
        {
            if (text.Length == 0 || text[0] == '#')
            {
                continue;
            }

            var cells = text.Split(text.Contains(';', StringComparison.Ordinal) ? ';' : ',', StringSplitOptions.TrimEntries).Select(Unquoted).ToArray();
            var isHeader = isFirst && cells.All(cell => !cell.Any(char.IsAsciiDigit));
            isFirst = false;
            if (isHeader)
            {
                continue;
            }

            var lineFaults = Faults(cells, out var day, out var peak);
            if (lineFaults.Count == 0 && !seen.TryAdd(day, at))
            {
                lineFaults.Add(string.Create(CultureInfo.InvariantCulture, $"the date {day:yyyy-MM-dd} stands in line {seen[day]} already"));
            }

            faults.AddRange(lineFaults.Select(fault => string.Create(CultureInfo.InvariantCulture, $"{file}, line {at}: {fault}.")));
            points.Add(new DemandPoint(day, peak));
        }

        if (points.Count == 0)
        {
            faults.Add($"{file} has no line with a date and a peak rate.");
        }

        return faults.Count == 0
            ? [.. points.OrderBy(point => point.Day)]
            : throw new LoadLabException(
                ExitCode.BadConfiguration,
                faults.Count <= MostFaults ? faults : [.. faults.Take(MostFaults), string.Create(CultureInfo.InvariantCulture, $"{file}: {faults.Count - MostFaults} more faults.")],
                "Write a line for each day, week or month: 2026-10-01,132.5");
    }

    /// <summary>As spreadsheets write a cell.</summary>
    private static string Unquoted(string cell) => cell is ['"', .. var inside, '"'] ? inside.Trim() : cell;

    private static List<string> Faults(string[] cells, out DateOnly day, out double peak)
    {
        var faults = new List<string>();
        (day, peak) = (default, 0);
        if (cells.Length != 2)
        {
            faults.Add(string.Create(CultureInfo.InvariantCulture, $"{cells.Length} {(cells.Length == 1 ? "column" : "columns")}, not the two of date and peak rate"));
            return faults;
        }

        if (YearMonth.TryParse(cells[0], out var month))
        {
            day = month.LastDay;
        }
        else if (!DateOnly.TryParseExact(cells[0], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day))
        {
            faults.Add($"'{cells[0]}' is not a date such as 2026-10-01 or a month such as 2026-10");
        }

        if (!double.TryParse(cells[1], NumberStyles.Float, CultureInfo.InvariantCulture, out peak) || !double.IsFinite(peak))
        {
            faults.Add($"'{cells[1]}' is not a number such as 132.5");
        }
        else if (peak > Most)
        {
            faults.Add(string.Create(CultureInfo.InvariantCulture, $"a peak rate of {cells[1]} is above {Most:#,0}"));
        }
        else if (peak <= 0)
        {
            faults.Add($"a peak rate of {cells[1]} is not above 0");
        }

        return faults;
    }
}
