using LoadLab.Core.Runs;
using LoadLab.Reporting.Figures;
using Spectre.Console;

namespace LoadLab.Cli.Terminal;

/// <summary>The slowest traced requests of a run, to look up in the target's tracing.</summary>
internal static class SlowTraceView
{
    /// <summary>So many are named.</summary>
    private const int Most = 5;

    /// <summary>Writes them; nothing when no request was to be sampled.</summary>
    public static void Write(IAnsiConsole console, TerminalWords words, RunRecord record)
    {
        if (TraceWords.Summary(record) is not { } summary)
        {
            return;
        }

        console.MarkupLine($"{TraceWords.Title}: [dim]{words.Safe(summary)}[/]");
        var slowest = TraceWords.Slowest(record);
        foreach (var (_, trace) in slowest.Take(Most))
        {
            MarkedLine.Write(console, "dim", words.Safe("·"), $"[bold]{trace.TraceId}[/] {words.Safe(TraceWords.Line(trace, record))}");
        }

        if (slowest.Count > Most)
        {
            MarkedLine.Write(console, "dim", words.Safe("·"), "[dim]more in the report and in run.json[/]");
        }

        console.WriteLine();
    }
}
