using System.Globalization;
using LoadLab.Core.Runs;

namespace LoadLab.Stacks.Probes;

/// <summary>What <c>INFO commandstats</c> has counted of one command.</summary>
/// <param name="Calls">Executions.</param>
/// <param name="Micros">Time inside Redis of all of them, in µs.</param>
/// <param name="Failed">Executions that ended in an error; 0 before Redis 6.2.</param>
internal readonly record struct CommandTotals(long Calls, long Micros, long Failed);

/// <summary>The Redis commands of a run, from readings of <c>INFO commandstats</c>.</summary>
internal static class RedisCommands
{
    private const string Prefix = "cmdstat_";
    private const int Top = 15;

    /// <summary>Reads the lines <c>cmdstat_get:calls=7,usec=12,usec_per_call=1.71,rejected_calls=0,failed_calls=0</c>.</summary>
    public static IReadOnlyDictionary<string, CommandTotals> Parse(IReadOnlyDictionary<string, string> info)
    {
        var totals = new SortedDictionary<string, CommandTotals>(StringComparer.Ordinal);
        foreach (var (key, line) in info.Where(entry => entry.Key.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            var fields = line.Split(',').Select(field => field.Split('=')).Where(field => field.Length == 2).ToDictionary(field => field[0], field => field[1], StringComparer.Ordinal);
            totals[key[Prefix.Length..]] = new(Number("calls"), Number("usec"), Number("failed_calls"));

            long Number(string name) => fields.TryGetValue(name, out var text) && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
        }

        return totals;
    }

    /// <summary>The table of what ran, by time; null when nothing did.</summary>
    public static ProbeTable? Table(IReadOnlyDictionary<string, CommandTotals> totals)
    {
        var ran = totals.Select(entry => (Name: entry.Key, Totals: entry.Value))
            // Only LoadLab's probe asks INFO each second, which costs more than what it measures.
            .Where(entry => entry.Totals.Calls > 0 && entry.Name != "info")
            .OrderByDescending(entry => entry.Totals.Micros).ThenBy(entry => entry.Name, StringComparer.Ordinal).ToList();
        var all = ran.Sum(entry => (double)entry.Totals.Micros);
        return ran.Count == 0 ? null : new ProbeTable(
            "redis.commands", "Redis commands, by time in Redis",
            [new("Command", ""), new("Share", "ratio"), new("Calls", "count"), new("Mean", "ms"), new("Total", "ms"), new("Failed", "count")],
            [
                .. ran.Take(Top).Select(entry => (ProbeCell[])
                [
                    ProbeCell.Of(entry.Name.Replace('|', ' ').ToUpperInvariant()),
                    ProbeCell.Of(entry.Totals.Micros / all),
                    ProbeCell.Of(entry.Totals.Calls),
                    ProbeCell.Of(entry.Totals.Micros / 1000.0 / entry.Totals.Calls),
                    ProbeCell.Of(entry.Totals.Micros / 1000.0),
                    ProbeCell.Of(entry.Totals.Failed),
                ]),
            ]);
    }
}
