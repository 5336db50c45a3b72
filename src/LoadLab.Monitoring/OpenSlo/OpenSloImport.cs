using System.Globalization;
using LoadLab.Core;
using LoadLab.Core.Catalogue;
using LoadLab.Core.Text;
using LoadLab.Monitoring.Documents;
using YamlDotNet.Core;

namespace LoadLab.Monitoring.OpenSlo;

/// <summary><c>loadlab slo import openslo</c>: a catalogue from OpenSLO v1, and all that was lost or taken for granted. Pure.</summary>
public static class OpenSloImport
{
    /// <summary>Longest text that is read.</summary>
    public const int MostChars = 4_000_000;

    /// <summary>Reads it.</summary>
    /// <param name="text">One or more documents.</param>
    /// <param name="file">Its name, for messages.</param>
    /// <param name="name">Name of the catalogue; empty for the one that an export gave it, or the name of the file.</param>
    /// <exception cref="LoadLabException">It is no OpenSLO v1, or no row is left of it (104); with every reason.</exception>
    public static ImportedCatalogue Read(string text, string file, string name)
    {
        ArgumentNullException.ThrowIfNull(text);
        var documents = Documents(text, file);
        var faults = documents.Select((document, i) => Fault(document, i, file)).OfType<string>().ToList();
        if (faults.Count > 0)
        {
            throw new LoadLabException(ExitCode.BadConfiguration, faults, "OpenSLO v1 is read: apiVersion: openslo/v1, with kind, metadata and spec.");
        }

        var losses = new List<string>();
        var (services, slos) = (documents.Where(document => document.Text("kind") == "Service").ToList(), documents.Where(document => document.Text("kind") == "SLO").ToList());
        losses.AddRange(documents.GroupBy(document => document.Text("kind")).Where(group => group.Key is not ("Service" or "SLO" or "SLI" or "DataSource"))
            .Select(group => string.Create(CultureInfo.InvariantCulture, $"{group.Count()} of kind {PlainText.Inline(group.Key, 60)}: a catalogue has its own alerts: and burnRates:.")));
        var rows = new OpenSloRows(documents, losses);
        var (list, number) = (new YamlArray(), 0);
        foreach (var slo in slos)
        {
            foreach (var row in rows.Of(slo, ++number))
            {
                list.Add(row);
            }
        }

        if (list.Count == 0)
        {
            throw new LoadLabException(ExitCode.BadConfiguration, [$"{file}: no row is left of it.", .. losses], "A row is a ratio of good or bad to all events, from Prometheus, budgeted by Occurrences.");
        }

        var named = name.Length > 0 ? name : documents.Select(document => document.Map("metadata", "annotations").Text(OpenSloWords.Catalogue)).FirstOrDefault(text => text.Length > 0)
            ?? Slug.Of(Path.GetFileNameWithoutExtension(file));
        losses.Add("steps of the services: OpenSLO knows no scenarios. Until they are given, a run measures nothing of a row that counts requests.");
        var catalogue = new YamlObject { { "version", 1 }, { "catalogue", named }, { "services", Services(services, rows.Services, losses) }, { "slos", list } };
        var distinct = losses.Distinct().ToList();
        var written = YamlFile.Text(string.Join('\n', ["Read by loadlab slo import openslo. Lost, or taken for granted:", .. distinct.Select(loss => "- " + loss.ReplaceLineEndings(" "))]), catalogue);
        // Whatever was read, what is given is a catalogue.
        _ = SloCatalogue.Parse(written, file);
        return new ImportedCatalogue(named, written, list.Count, distinct);
    }

    private static IReadOnlyList<OpenSloNode> Documents(string text, string file)
    {
        if (text.Length > MostChars)
        {
            throw new LoadLabException(ExitCode.BadConfiguration, string.Create(CultureInfo.InvariantCulture, $"{file}: it has {text.Length} letters, and {MostChars} are read."), "Split it.");
        }

        try
        {
            return OpenSloNode.Documents(text);
        }
        catch (Exception fault) when (fault is YamlException or ArgumentException)
        {
            throw new LoadLabException(ExitCode.BadConfiguration, $"{file}: not well-formed YAML: {OneLine.Of(fault)}.", inner: fault);
        }
    }

    private static string? Fault(OpenSloNode document, int index, string file)
    {
        var place = string.Create(CultureInfo.InvariantCulture, $"{file}: document {index + 1}");
        return !document.Exists ? $"{place} is no mapping."
            : document.Text("apiVersion") != OpenSloWords.ApiVersion ? $"{place} has apiVersion '{PlainText.Inline(document.Text("apiVersion"), 60)}'."
            : document.Text("kind").Length == 0 || document.Map("metadata").Text("name").Length == 0 ? $"{place} lacks kind or metadata.name."
            : null;
    }

    private static YamlObject Services(IReadOnlyList<OpenSloNode> documents, IReadOnlyCollection<string> used, List<string> losses)
    {
        var services = new YamlObject();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var document in documents)
        {
            var (name, title, description) = (document.Map("metadata").Text("name"), document.Map("metadata").Text("displayName"), document.Map("spec").Text("description"));
            if (!seen.Add(name))
            {
                losses.Add($"the second service '{name}'.");
                continue;
            }

            if (description.Length > 0 && description != title)
            {
                losses.Add($"the description of the service '{name}'.");
            }

            services.Add(name, new YamlObject { { "title", title.Length > 0 && title != name ? title : null }, { "steps", new YamlArray() } });
        }

        foreach (var name in used.Where(seen.Add))
        {
            losses.Add($"the service '{name}' is only named: nothing more is known of it.");
            services.Add(name, new YamlObject { { "steps", new YamlArray() } });
        }

        return services;
    }
}
