using LoadLab.Core.Catalogue.Document;
using LoadLab.Core.Text;
using LoadLab.Core.Yaml;

namespace LoadLab.Core.Catalogue;

/// <summary>Reads the top of a catalogue, its services, its rows, and what else the document says.</summary>
internal sealed class CatalogueReader(YamlReader top)
{
    private readonly Dictionary<string, ServiceMap> _services = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _seen = new(StringComparer.Ordinal);

    public SloCatalogue Read()
    {
        ReadVersion();
        var name = top.Text("catalogue", required: true) ?? "";
        var description = top.Text("description") ?? "";
        new ServiceReader(top, _services).Read();
        var instance = top.Text("instance") ?? "";
        var slos = ReadSlos();
        var document = new DocumentReader(top, _seen, [.. slos.Select(slo => slo.Id)]).Read();
        var maintenance = MaintenanceReader.Read(top);
        var issues = new KnownIssueReader(top, [.. document.OfType<AlertEntry>().Select(alert => alert.Id)]).Read();
        var burnRates = new BurnRateReader(top).Read();
        top.Done();
        return new SloCatalogue
        {
            Name = name,
            Description = description,
            Instance = instance,
            Services = _services,
            Slos = slos,
            Document = document,
            Maintenance = maintenance,
            KnownIssues = issues,
            BurnRates = burnRates,
        };
    }

    /// <summary>A later format may mean something else by the same words, so it is never guessed.</summary>
    private void ReadVersion()
    {
        if (top.Text("version", required: true) is { } version && version != SloCatalogue.FormatVersion)
        {
            top.Fault("version", $"'{version}' is not a format that this LoadLab reads. It reads {SloCatalogue.FormatVersion}. Write version: {SloCatalogue.FormatVersion}, or use the LoadLab that the catalogue was written for.");
        }
    }

    private List<Slo> ReadSlos()
    {
        var slos = new List<Slo>();
        var holds = new List<(YamlReader Row, CapacitySlo Slo)>();
        var nodes = top.List("slos");
        if (nodes.Count == 0)
        {
            top.Fault("slos", "a catalogue needs at least one SLO.");
        }

        for (var i = 0; i < nodes.Count; i++)
        {
            if (top.Item("slos", i, nodes[i]) is not { } row)
            {
                continue;
            }

            var common = new EntryReader(row);
            var id = common.ReadId(_seen);
            var slo = new SloReader(row, _services).Read(id, common.ReadTitle(id), common.ReadSource(), ReadWindow(row));
            if (slo is not null)
            {
                slos.Add(slo = common.Complete(slo));
            }

            if (slo is CapacitySlo capacity)
            {
                holds.Add((row, capacity));
            }

            row.Done();
        }

        CheckHolds(holds, slos, [.. _seen.Keys]);
        return slos;
    }

    private static void CheckHolds(List<(YamlReader Row, CapacitySlo Slo)> holds, List<Slo> slos, List<string> ids)
    {
        foreach (var (row, slo) in holds)
        {
            foreach (var held in slo.Holds)
            {
                if (!ids.Contains(held))
                {
                    row.Fault("holds", $"there is no SLO '{held}'.{NearestName.Sentence(held, ids)}");
                }
                else if (slos.Any(other => other is CapacitySlo && other.Id == held))
                {
                    row.Fault("holds", $"'{held}' is a capacity row itself. Name the SLOs that must hold under the load.");
                }
                else if (slo.NotMeasured.Length == 0 && slos.Any(other => other.Id == held && other.NotMeasured.Length > 0))
                {
                    row.Fault("holds", $"a run cannot measure '{held}', so the load could never pass. Take it out.");
                }
            }
        }
    }

    private static string ReadWindow(YamlReader row)
    {
        if (row.Map("window") is not { } window)
        {
            return "";
        }

        var rolling = window.Duration("rolling");
        var calendar = window.OneOf("calendar", ["month", "quarter", "year"]);
        if (rolling is null == calendar is null)
        {
            row.Fault("window", "must be either {rolling: 30d} or {calendar: month}.");
        }

        window.Done();
        return rolling is { } length ? "rolling " + DurationValue.Format(length) : "calendar " + calendar;
    }
}
