using LoadLab.Core.Text;
using LoadLab.Core.Yaml;

namespace LoadLab.Core.Catalogue;

/// <summary>Reads <c>maintenance:</c>, in a catalogue or in a file of its own.</summary>
public static class MaintenanceReader
{
    private const string Key = "maintenance";

    /// <summary>Reads a file that holds nothing but <c>maintenance:</c>.</summary>
    /// <exception cref="LoadLabException">It is not there or not right (104); with every fault.</exception>
    public static IReadOnlyList<MaintenanceWindow> Load(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var faults = new List<string>();
        var top = new YamlReader(YamlDocument.Load(path), "", faults);
        if (!top.Has(Key))
        {
            top.Fault(Key, "is missing and must be given.");
        }

        var windows = Read(top);
        top.Done();
        return faults.Count == 0
            ? windows
            : throw new LoadLabException(ExitCode.BadConfiguration, faults, "Write: maintenance: [{from: 2026-10-04T02:00Z, to: 2026-10-04T04:00Z, reason: new disks}]");
    }

    internal static IReadOnlyList<MaintenanceWindow> Read(YamlReader top)
    {
        var windows = new List<MaintenanceWindow>();
        var nodes = top.List(Key);
        for (var i = 0; i < nodes.Count; i++)
        {
            if (top.Item(Key, i, nodes[i]) is not { } row)
            {
                continue;
            }

            var from = row.Value<DateTimeOffset>("from", MomentText.TryParse, MomentText.Allowed, required: true);
            var to = row.Value<DateTimeOffset>("to", MomentText.TryParse, MomentText.Allowed, required: true);
            var reason = row.Text("reason", required: true) ?? "";
            if (from is { } start && to is { } end)
            {
                if (end <= start)
                {
                    row.Fault("to", $"{MomentText.Format(end)} is not after from, {MomentText.Format(start)}.");
                }

                windows.Add(new MaintenanceWindow(start, end, reason));
            }

            row.Done();
        }

        return windows;
    }
}
