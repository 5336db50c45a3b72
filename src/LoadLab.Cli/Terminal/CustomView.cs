using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;
using LoadLab.Core.Text;
using Spectre.Console;

namespace LoadLab.Cli.Terminal;

/// <summary>The metrics and checks of scenarios on the console, those of checks that did not hold and with the most values first: the report has the rest.</summary>
internal static class CustomView
{
    private const int MostLines = 8;

    public static void Write(IAnsiConsole console, TerminalWords words, RunRecord record)
    {
        if (record.Custom is not { } custom)
        {
            return;
        }

        var checks = custom.Checks.OrderByDescending(check => check.Fails).ThenByDescending(check => check.Passes).Select(Line).ToList();
        var metrics = custom.Metrics.OrderByDescending(metric => metric.Samples).Select(Line).ToList();
        Write(console, words, "Checks:", checks);
        Write(console, words, "Metrics of the scenarios:", metrics);
    }

    private static void Write(IAnsiConsole console, TerminalWords words, string title, List<string> lines)
    {
        if (lines.Count == 0)
        {
            return;
        }

        console.MarkupLine(title);
        foreach (var line in lines.Take(MostLines))
        {
            MarkedLine.Write(console, "dim", words.Safe("·"), words.Safe(line));
        }

        if (lines.Count > MostLines)
        {
            MarkedLine.Write(console, "dim", words.Safe("·"), FormattableString.Invariant($"[dim]and {lines.Count - MostLines:#,0} more in the report[/]"));
        }

        console.WriteLine();
    }

    private static string Line(ScriptCheck check)
    {
        var all = check.Passes + check.Fails;
        return $"{(check.Group.Length == 0 ? "" : check.Group + ": ")}{check.Name}: {Units.Count(check.Passes)} of {Units.Count(all)} held" + (all == 0 ? "" : $" ({Units.Percent((double)check.Passes / all)})");
    }

    private static string Line(CustomMetric metric)
    {
        var name = CustomMeasures.NameOf(metric.Kind, metric.Name, metric.Tag);
        return name + ": " + (metric switch
        {
            { Kind: CustomKind.Counter, Sum: { } sum } => $"{Value(sum)} in {Units.Counted(metric.Samples, "value")}",
            { Samples: 0 } => "no value",
            { Kind: CustomKind.Rate, Passes: { } passes } => $"{Units.Count(passes)} of {Units.Count(metric.Samples)} ({Units.Percent((double)passes / metric.Samples)})",
            { Kind: CustomKind.Trend } => $"P50 {Value(metric.P50)}, P95 {Value(metric.P95)}, P99 {Value(metric.P99)}, max {Value(metric.Max)} of {Units.Counted(metric.Samples, "value")}",
            _ => $"{(metric.Last is null ? "" : $"last {Value(metric.Last)}, ")}{Value(metric.Min)} to {Value(metric.Max)} in {Units.Counted(metric.Samples, "value")}",
        });

        string Value(double? value) => value is { } number && double.IsFinite(number) ? Units.Value(number, metric.Unit) : Units.None;
    }
}
