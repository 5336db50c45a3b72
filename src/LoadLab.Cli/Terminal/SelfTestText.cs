using System.Globalization;
using LoadLab.Cli.Documents;
using LoadLab.Core.Text;
using LoadLab.Engine.SelfTest;

namespace LoadLab.Cli.Terminal;

/// <summary>The rows of the self-test as a table for people and as a document for scripts. Pure.</summary>
internal static class SelfTestText
{
    /// <summary>A line a row, and a last line that says the whole.</summary>
    public static IReadOnlyList<string> Table(IReadOnlyList<SelfTestRow> rows)
    {
        var lines = new List<string> { Line("CASE", "MODEL", "FIGURE", "EXPECTED", "MEASURED", "ERROR", "") };
        foreach (var row in rows)
        {
            lines.Add(Line(
                row.Case, row.Model, row.Figure, Value(row.Expected, row.Unit), Value(row.Measured, row.Unit), Error(row), row.Passed ? row.Attempts == 1 ? "ok" : FormattableString.Invariant($"ok, attempt {row.Attempts}") : "FAILED, allowed ±" + Value(row.Allowed, row.Unit)));
        }

        var failed = rows.Count(row => !row.Passed);
        lines.Add("");
        lines.Add(failed == 0
            ? string.Create(CultureInfo.InvariantCulture, $"selftest passed: {Units.Counted(rows.Count, "row")}, each within 1 %, one histogram bucket or the spacing of arrivals.")
            : string.Create(CultureInfo.InvariantCulture, $"selftest FAILED: {failed} of {Units.Counted(rows.Count, "row")} {(failed == 1 ? "is" : "are")} off. Busy machine? Try again when it is idle; else do not trust its figures."));
        return lines;
    }

    /// <summary>One JSON document.</summary>
    public static string Json(IReadOnlyList<SelfTestRow> rows) => JsonText.Of(SelfTestDocument.Of(rows), JsonText.Context.SelfTestDocument);

    private static string Line(string name, string model, string figure, string expected, string measured, string error, string ok) =>
        $"{name,-52} {model,-6}  {figure,-22} {expected,12} {measured,12} {error,9}  {ok}".TrimEnd();

    private static string Value(double value, string unit) => unit == "count"
        ? value.ToString("#,0", CultureInfo.InvariantCulture)
        : value.ToString("#,0.00", CultureInfo.InvariantCulture) + " " + unit;

    private static string Error(SelfTestRow row) =>
        double.IsFinite(row.ErrorRatio) ? row.ErrorRatio.ToString("+0.00 %;-0.00 %;0.00 %", CultureInfo.InvariantCulture) : "-";
}
