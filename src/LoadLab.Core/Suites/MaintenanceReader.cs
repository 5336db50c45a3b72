using LoadLab.Core.Runs;
using LoadLab.Core.Yaml;

namespace LoadLab.Core.Suites;

/// <summary>Reads when alerts are expected: <c>maintenance: [{from: 30s, to: 50s, reason: fail-over of the database}]</c>.</summary>
internal sealed class MaintenanceReader(YamlReader top)
{
    public IReadOnlyList<MaintenancePlan> Read()
    {
        var windows = new List<MaintenancePlan>();
        var nodes = top.List("maintenance");
        for (var i = 0; i < nodes.Count; i++)
        {
            if (top.Item("maintenance", i, nodes[i]) is not { } row)
            {
                continue;
            }

            var (from, to) = (row.Duration("from", required: true), row.Duration("to", required: true));
            if (from >= to)
            {
                row.Fault("to", $"{DurationValue.Format(to!.Value)} is not after from, {DurationValue.Format(from!.Value)}. Both count from the start of the load.");
            }

            windows.Add(new MaintenancePlan(from ?? TimeSpan.Zero, to ?? TimeSpan.Zero, row.Text("reason", required: true) ?? ""));
            row.Done();
        }

        return windows;
    }
}
