using System.Text;

namespace LoadLab.Cli.Terminal;

/// <summary>Rows of plain text in columns as wide as they need to be.</summary>
internal static class ColumnText
{
    /// <summary>A line for each row.</summary>
    /// <param name="rows">All of one length; the first is the head.</param>
    /// <param name="right">Columns of figures, by their place.</param>
    public static IEnumerable<string> Lines(IReadOnlyList<string[]> rows, params int[] right)
    {
        var widths = Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length)).ToArray();
        foreach (var row in rows)
        {
            var line = new StringBuilder();
            for (var column = 0; column < row.Length; column++)
            {
                line.Append(column == 0 ? "" : "  ").Append(right.Contains(column) ? row[column].PadLeft(widths[column]) : row[column].PadRight(widths[column]));
            }

            yield return line.ToString().TrimEnd();
        }
    }
}
