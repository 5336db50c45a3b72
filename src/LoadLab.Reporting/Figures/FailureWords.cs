using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;
using LoadLab.Core.Text;

namespace LoadLab.Reporting.Figures;

/// <summary>What failed, in the same words everywhere. Pure functions.</summary>
public static class FailureWords
{
    /// <summary>Title of what failed.</summary>
    public const string Title = "What failed";

    /// <summary>Titles of the columns of a table: <c>&gt;</c> for numbers.</summary>
    public static IReadOnlyList<string> Columns { get; } = ["Failed step", "Kind", ">Count", ">Share", ">First at", "First message"];

    /// <summary>The step, with its scenario where a run has several: <c>login</c>, <c>shop / login</c>; the scenario for what failed outside of its steps.</summary>
    public static string Step(FailureRow row, RunRecord record)
    {
        ArgumentNullException.ThrowIfNull(row);
        ArgumentNullException.ThrowIfNull(record);
        return row.Step == SeriesKey.WholeIteration
            ? row.Scenario + (row.IsIteration ? " (outside of its steps)" : "")
            : record.Plan.Phases.SelectMany(phase => phase.Mix).Select(share => share.Scenario).Distinct().Count() == 1 ? row.Step : $"{row.Scenario} / {row.Step}";
    }

    /// <summary>What the first of them said, with a piece of its body: <c>Unauthorized: {"error":"no such user"}</c>; empty when nothing.</summary>
    public static string Said(FailureRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        return string.Join(": ", new[] { Message(row), row.Body }.Where(part => part.Length > 0));
    }

    /// <summary>What the first of them said; empty when nothing, or only what its kind says already.</summary>
    public static string Message(FailureRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        return row.Message == "HTTP status " + row.Code ? "" : row.Message;
    }

    /// <summary>How many of how many, and since when: <c>34 of 34 (100 %), first at 00:03</c>.</summary>
    public static string Count(FailureRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        return (row.Of > 0 ? $"{Units.Count(row.Count)} of {Units.Count(row.Of)} ({Units.Percent(row.Ratio)})" : Units.Count(row.Count))
            + (row.FirstSecond is { } second ? $", first at {Units.Clock(second)}" : "");
    }

    /// <summary>The first line of the request and of the answer of the first failure that was kept in full: <c>POST http://shop.test/orders -> HTTP/1.1 503 Service Unavailable</c>; empty for none.</summary>
    public static string Exchange(FailureRow row, RunRecord record)
    {
        ArgumentNullException.ThrowIfNull(row);
        ArgumentNullException.ThrowIfNull(record);
        var example = record.Phases.SelectMany(phase => phase.Examples).FirstOrDefault(example => (example.Scenario, example.Step, example.Class, example.Code) == (row.Scenario, row.Step, row.Class, row.Code));
        return example is not { Request.Length: > 0 } ? ""
            : string.Join(" -> ", new[] { FirstLine(example.Request).Split(" HTTP/")[0], FirstLine(example.Answer) }.Where(line => line.Length > 0));
    }

    /// <summary>Where failures stand in full; empty when none was kept.</summary>
    public static string InFull(RunRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        var count = record.Phases.Sum(phase => phase.Examples.Count);
        return count == 0 ? "" : $"{Units.Count(count)} {(count == 1 ? "failure" : "failures")} in full, with request and answer, in the report";
    }

    private static string FirstLine(string text) => text.Split('\n')[0];

    /// <summary>All of it in a line: <c>login: 401, 34 of 34 (100 %), first at 00:03: Unauthorized: {"error":"no such user"}</c>.</summary>
    public static string Line(FailureRow row, RunRecord record) =>
        string.Join(": ", new[] { Step(row, record), $"{row.Kind}, {Count(row)}", Said(row) }.Where(part => part.Length > 0));

    /// <summary>The cells of <see cref="Columns"/>.</summary>
    public static IReadOnlyList<string> Cells(FailureRow row, RunRecord record)
    {
        ArgumentNullException.ThrowIfNull(row);
        return
        [
            Step(row, record), row.Kind, Units.Count(row.Count), Units.Percent(row.Ratio),
            row.FirstSecond is { } second ? Units.Clock(second) : Units.None, Said(row),
        ];
    }

    /// <summary><c>and 2 more kinds</c>; empty for none.</summary>
    public static string More(int kinds) => kinds switch
    {
        <= 0 => "",
        1 => "and 1 more kind",
        _ => $"and {Units.Counted(kinds, "more kind")}",
    };

    /// <summary>How many failed in ramps and warm-up: <c>Outside the measured part, in no figure: 4 failures.</c></summary>
    public static string Outside(IReadOnlyList<FailureRow> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var cut = rows.Where(row => row.Class == FailureRow.CutOff).Sum(row => row.Count);
        var failed = rows.Sum(row => row.Count) - cut;
        var parts = new[]
        {
            failed == 0 ? "" : failed == 1 ? "1 failure" : $"{Units.Counted(failed, "failure")}",
            cut == 0 ? "" : $"{Units.Count(cut)} cut off",
        };
        return $"Outside the measured part (ramps, warm-up), in no figure: {string.Join(", ", parts.Where(part => part.Length > 0))}.";
    }
}
