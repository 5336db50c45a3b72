using System.Text.RegularExpressions;
using LoadLab.Core.Text;
using LoadLab.Core.Yaml;

namespace LoadLab.Core.Catalogue;

/// <summary>Reads the top of a catalogue, its services, and what all rows have in common.</summary>
internal sealed partial class CatalogueReader(YamlReader top)
{
    private readonly Dictionary<string, ServiceMap> _services = new(StringComparer.Ordinal);

    public SloCatalogue Read()
    {
        var name = top.Text("catalogue", required: true) ?? "";
        var description = top.Text("description") ?? "";
        ReadServices();
        var slos = ReadSlos();
        top.Done();
        return new SloCatalogue { Name = name, Description = description, Services = _services, Slos = slos };
    }

    private void ReadServices()
    {
        if (top.Map("services", required: true) is not { } map)
        {
            return;
        }

        foreach (var name in map.Keys.Distinct())
        {
            if (map.Map(name) is { } service)
            {
                var steps = service.Texts("steps");
                if (steps.Count == 0)
                {
                    service.Fault("steps", "a service needs at least one step. '*' stands for all.");
                }

                _services[name] = new ServiceMap(name, service.Text("title") ?? name, steps, service.Texts("except"));
                service.Done();
            }
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

        var seen = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < nodes.Count; i++)
        {
            if (top.Item("slos", i, nodes[i]) is not { } row)
            {
                continue;
            }

            var id = row.Text("id", required: true) ?? "";
            if (id.Length > 0 && !IdPattern().IsMatch(id))
            {
                row.Fault("id", $"'{id}' is not an id. Use small letters, digits and hyphens.");
            }

            if (id.Length > 0 && !seen.TryAdd(id, row.Origin))
            {
                row.Fault("id", $"'{id}' stands a second time; the first is at {seen[id]}. Ids are unique.");
            }

            var slo = new SloReader(row, _services).Read(id, ReadSource(row), ReadWindow(row));
            if (slo is CapacitySlo capacity)
            {
                holds.Add((row, capacity));
            }

            if (slo is not null)
            {
                slos.Add(slo);
            }

            row.Done();
        }

        CheckHolds(holds, slos, seen.Keys);
        return slos;
    }

    private static void CheckHolds(List<(YamlReader Row, CapacitySlo Slo)> holds, List<Slo> slos, IEnumerable<string> ids)
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
            }
        }
    }

    private static string ReadSource(YamlReader row)
    {
        var source = row.Text("source", required: true) ?? "";
        if (source.Length > 0 && !SourcePattern().IsMatch(source))
        {
            row.Fault("source", $"'{source}' is not section/row of the document. Write 3.2/1, or 2.2/1/p95 where a row has several values.");
        }

        return source;
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

    [GeneratedRegex("^[a-z0-9]+(-[a-z0-9]+)*$")]
    private static partial Regex IdPattern();

    [GeneratedRegex("^[0-9]+(\\.[0-9]+)*/[0-9]+(/[a-z0-9]+)?$")]
    private static partial Regex SourcePattern();
}
