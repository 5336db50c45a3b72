using LoadLab.Core.Measurement;
using LoadLab.Core.Measurement.Histograms;
using LoadLab.Core.Runs;
using LoadLab.Core.Store;

namespace LoadLab.K6.Results;

/// <summary>Makes the record of a run out of what was read.</summary>
internal static class RecordMaker
{
    /// <summary>What is the same for all formats.</summary>
    public static RunRecord Empty(K6ImportArguments arguments, ForeignDriver driver, DateTimeOffset startedAt, IReadOnlyList<ScriptThreshold> thresholds) => new()
    {
        RunId = RunId.New(startedAt, arguments.Suite),
        StartedAt = startedAt,
        Plan = new RunPlan
        {
            Suite = arguments.Suite,
            Description = arguments.Source == "-" ? "k6 results from standard input" : $"k6 results from {Path.GetFileName(arguments.Source)}",
            Seed = 1,
            ScenarioAssembly = "",
            Stack = new StackPlan { Kind = "external" },
            MetricsOff = true,
            Phases = [],
            Catalogue = arguments.Catalogue,
            Labels = arguments.Labels,
            Invocation = arguments.Invocation,
            Script = new ScriptPlan(arguments.Source, thresholds),
        },
        Outcome = RunOutcome.Completed,
        Fingerprint = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["generator"] = driver.Name, ["generator.version"] = driver.Version.Length > 0 ? driver.Version : "not known" },
        Phases = [],
        Seconds = [],
        Slices = [],
        Health = [],
        Probes = [],
        Driver = driver,
    };

    /// <summary>The record of a file of points.</summary>
    public static RunRecord Of(K6ImportArguments arguments, ForeignDriver driver, ResultCollector collector, IReadOnlyList<Finding> findings)
    {
        var scenarios = collector.Requests.Scenarios.OrderBy(scenario => scenario.First).ThenBy(scenario => scenario.Name, StringComparer.Ordinal).ToList();
        var start = StartSecond(collector);
        var series = collector.Requests.Series;
        return Empty(arguments, driver, DateTimeOffset.FromUnixTimeSeconds(start), collector.Thresholds) with
        {
            Phases = [.. scenarios.Select(scenario => Phase(scenario, collector, start))],
            Seconds = [.. scenarios.SelectMany(scenario => scenario.Seconds.Select(second => Second(scenario.Name, second.Key - start, second.Value)))],
            Slices =
            [
                .. collector.Requests.Slices.ToSlices().Select(slice => (slice.Second, slice.Times, Key: series[slice.Series]))
                    .Select(slice => new LoadSlice((int)(slice.Second - start), new SeriesKey(slice.Key.Scenario, slice.Key.Scenario, slice.Key.Step, slice.Key.Class, Measured: true), PackedHistogram.Empty, slice.Times)),
            ],
            Script = collector.ToResults(),
            Findings = findings,
        };
    }

    /// <summary>Second 0 of the run, since 1970: in it the first request or iteration began.</summary>
    internal static long StartSecond(ResultCollector collector) =>
        collector.Requests.Scenarios.Select(scenario => scenario.First).Append(collector.First).Min() / TimeSpan.TicksPerSecond;

    private static PhaseResult Phase(ScenarioTally scenario, ResultCollector collector, long start)
    {
        var (from, to) = (Seconds(scenario.First, start), Seconds(scenario.Last + collector.Resolution, start));
        var counts = new Counts(scenario.Iterations + scenario.Dropped, scenario.Iterations, scenario.Dropped, scenario.Iterations, 0, 0);
        var slots = collector.Requests.Slots.Where(slot => slot.Scenario == scenario).ToList();
        return new PhaseResult
        {
            Name = scenario.Name,
            StartSecond = from,
            MeasureStartSecond = from,
            MeasureEndSecond = to,
            MeasuredSeconds = to - from,
            Measured = counts,
            Whole = counts,

            // Nothing was counted apart that could be held against it.
            Little = new LittlesLaw(double.NaN, double.NaN, double.NaN, double.NaN, 0, to - from),
            StatusCodes = slots.Where(slot => slot.Code.Length > 0).GroupBy(slot => $"{scenario.Name}/{slot.Step}", StringComparer.Ordinal)
                .ToDictionary(group => group.Key, Codes, StringComparer.Ordinal),
            FailureSamples = slots.Where(slot => slot.Class != ResultClasses.Ok && slot.Message.Length > 0).GroupBy(slot => $"{scenario.Name}/{slot.Step}/{slot.Class}", StringComparer.Ordinal)
                .ToDictionary(group => group.Key, group => group.MinBy(slot => slot.FirstTime)!.Message, StringComparer.Ordinal),
            Failures =
            [
                .. slots.Where(slot => slot.Class != ResultClasses.Ok)
                    .Select(slot => new FailureCount(scenario.Name, slot.Step, slot.Class, slot.Code, slot.Count, 0, (int)((slot.FirstTime / TimeSpan.TicksPerSecond) - start), OneLine(slot.Message), "")),
            ],
            Connections = new ConnectionCounts(scenario.Connects, scenario.TlsHandshakes, slots.Sum(slot => slot.Count), scenario.WithoutFile),
        };
    }

    private static IReadOnlyDictionary<string, long> Codes(IEnumerable<RequestSlot> slots)
    {
        var codes = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var slot in slots)
        {
            codes[slot.Code] = codes.GetValueOrDefault(slot.Code) + slot.Count;
        }

        return codes;
    }

    private static LoadSecond Second(string phase, long second, ScenarioTally.Second tally) => new()
    {
        Second = (int)second,
        Phase = phase,
        Measured = true,
        Counts = new Counts(tally.Started + tally.Dropped, tally.Started, tally.Dropped, tally.Ended, 0, 0),
        VirtualUsers = (int)Math.Round(tally.InFlight),
        InFlight = tally.InFlight,
        Lag = PackedHistogram.Empty,
        Slices = [],
    };

    private static double Seconds(long time, long start) => (time - (start * TimeSpan.TicksPerSecond)) / (double)TimeSpan.TicksPerSecond;

    private static string OneLine(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
