using LoadLab.Core.Catalogue;
using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;

namespace LoadLab.Core.Evaluation.ValidityChecks;

/// <summary>A Postgres that does not wait for its disk has a capacity that production will not have.</summary>
internal sealed class DurabilityCheck : ValidityCheck
{
    private static readonly string[] Settings = ["fsync", "full_page_writes", "synchronous_commit"];

    protected override IEnumerable<Finding> Check(RunRecord record, IReadOnlyList<Slo> slos)
    {
        foreach (var setting in Settings)
        {
            if (record.Fingerprint.GetValueOrDefault("postgres." + setting) != "off")
            {
                continue;
            }

            var wanted = record.Plan.Stack.Postgres.GetValueOrDefault(setting) == "off";
            yield return new Finding(
                "durability",
                wanted || setting != "fsync" ? FindingSeverity.Warning : FindingSeverity.Invalid,
                $"Postgres ran with {setting}=off" + (wanted ? ", as the suite says" : ""),
                "on, as in production, unless the suite says otherwise",
                wanted ? "The capacity seen here is not that of a durable database." : $"Set {setting}=on, or write it in the suite's stack.postgres section to say that it is meant.");
        }
    }
}
