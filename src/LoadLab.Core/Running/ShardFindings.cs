using System.Globalization;
using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;
using LoadLab.Core.Verdicts;

namespace LoadLab.Core.Running;

/// <summary>What is to be said of the shards themselves: each one's own findings, and where they did not fit together.</summary>
internal static class ShardFindings
{
    /// <summary>Seconds by which the shards' loads may begin apart: beyond it, their seconds are not the same seconds.</summary>
    private const double StartSpreadSeconds = 1;

    private const string StackKind = "stack.kind";

    /// <summary>Measured anew each time, so different on one and the same machine.</summary>
    private const string MeasuredSuffix = ".micros";

    /// <summary>Generators may run on machines that differ.</summary>
    private static readonly string[] MachineKeys = ["cpu.", "memory.", "os", "disk.", "network."];

    /// <summary>Values that all agree on, and the others side by side.</summary>
    public static IReadOnlyDictionary<string, string> Fingerprint(IReadOnlyList<RunRecord> records)
    {
        var merged = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var group in records.SelectMany(record => record.Fingerprint).GroupBy(pair => pair.Key))
        {
            // A single off makes the whole off: a setting of durability must not hide in a list.
            var values = group.Select(pair => pair.Value).Distinct().ToList();
            merged[group.Key] = values.Contains("off") ? "off" : string.Join(" | ", values);
        }

        return merged;
    }

    public static IReadOnlyList<Finding> Of(IReadOnlyList<(RunRecord Record, Validity Validity)> shards)
    {
        var records = shards.Select(shard => shard.Record).ToList();
        return
        [
            .. shards.SelectMany(shard => shard.Validity.Findings
                .Where(finding => finding.Severity != FindingSeverity.Info)
                .Select(finding => finding with { Seen = $"shard {shard.Record.Plan.Shard}: {finding.Seen}" })),
            .. Starts(records),
            .. Stacks(records),
            .. Differences(records),
            .. Probes(records),
        ];
    }

    private static IEnumerable<Finding> Starts(List<RunRecord> records)
    {
        var starts = records.Where(record => record.Phases.Count > 0)
            .Select(record => record.StartedAt.AddSeconds(record.Phases.Min(phase => phase.StartSecond)))
            .ToList();
        var spread = starts.Count == 0 ? 0 : (starts.Max() - starts.Min()).TotalSeconds;
        if (spread > StartSpreadSeconds)
        {
            yield return new Finding(
                "shard-start",
                FindingSeverity.Invalid,
                string.Create(CultureInfo.InvariantCulture, $"the loads of the shards began {spread:0.0} s apart"),
                "at most 1 s: the target must see all shards at once, or it never saw the whole load",
                "Start all shards with the same --start-at, and set the clocks of their machines.");
        }
    }

    private static IEnumerable<Finding> Stacks(List<RunRecord> records)
    {
        if (records.Exists(record => record.Fingerprint.GetValueOrDefault(StackKind, record.Plan.Stack.Kind) != "external"))
        {
            yield return new Finding(
                "shard-target",
                FindingSeverity.Invalid,
                "a shard started a stack of its own, so each loaded a target of its own",
                "one target for all shards",
                "Start the stack once and give all shards its address with --external-url.");
        }
        else if (records.Select(record => record.Plan.Stack.External?.BaseUrl).Distinct().Count() > 1)
        {
            yield return new Finding(
                "shard-target",
                FindingSeverity.Warning,
                $"the shards loaded {string.Join(" and ", records.Select(record => record.Plan.Stack.External?.BaseUrl).Distinct())}",
                "one target for all shards",
                "Make sure that these addresses lead to the same target.");
        }
    }

    private static IEnumerable<Finding> Differences(List<RunRecord> records)
    {
        var keys = records.SelectMany(record => record.Fingerprint.Keys).Distinct().Where(key => !key.EndsWith(MeasuredSuffix, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal);
        foreach (var key in keys)
        {
            // A shard without probes of its own does not know what the others read.
            var values = records.Select(record => record.Fingerprint.GetValueOrDefault(key)).OfType<string>().Distinct().ToList();
            if (values.Count > 1)
            {
                var ofMachine = MachineKeys.Any(start => key.StartsWith(start, StringComparison.Ordinal));
                yield return new Finding(
                    "shard-fingerprint",
                    ofMachine ? FindingSeverity.Info : FindingSeverity.Warning,
                    $"{key} differs: {string.Join(", ", values)}",
                    ofMachine ? "generators may run on different machines" : "one stack and one version of LoadLab for all shards",
                    ofMachine ? "" : "See whether the shards ran against the same target with the same program.");
            }
        }
    }

    private static IEnumerable<Finding> Probes(List<RunRecord> records)
    {
        var with = records.Where(record => record.Probes.Any(series => series.Points.Count > 0 && !CustomMeasures.IsCustom(series.Measure.Name))).ToList();
        if (with.Count > 1)
        {
            yield return new Finding(
                "shard-probes",
                FindingSeverity.Info,
                $"{with.Count} shards probed the stack; the samples of shard {with[0].Plan.Shard} are kept",
                "one set of probes",
                "");
        }
    }
}
