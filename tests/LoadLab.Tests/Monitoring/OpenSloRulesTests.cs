using System.Globalization;
using System.Text.RegularExpressions;
using LoadLab.Cli;
using LoadLab.Core.Catalogue;
using LoadLab.Monitoring;
using LoadLab.Monitoring.OpenSlo;
using YamlDotNet.RepresentationModel;

namespace LoadLab.Tests.Monitoring;

/// <summary>The rules of OpenSLO's public JSON schemas (v1) for services and SLOs, in code: what is exported keeps them.</summary>
public sealed partial class OpenSloRulesTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_is_exported_keeps_the_rules_of_the_schema(bool odd)
    {
        var documents = Documents(Export(odd));

        documents.Select(document => Text(document, "kind")).Distinct().Should().Equal("Service", "SLO");
        documents.SelectMany(Faults).Should().BeEmpty();
    }

    [Theory]
    [InlineData("apiVersion: openslo/v1\n", "apiVersion: openslo/v2\n")]
    [InlineData("    loadlab-source: \"1_1\"\n", "    loadlab-source: 1/1\n")]
    [InlineData("  service: db\n", "  service: Datenbank\n")]
    [InlineData("budgetingMethod: Occurrences", "budgetingMethod: Whatever")]
    [InlineData("target: 0.9\n", "target: 1\n")]
    [InlineData("duration: \"7d\"", "duration: \"1d12h\"")]
    [InlineData("counter: false", "counts: false")]
    [InlineData("    spec:\n      ratioMetric:", "    spec:\n      rawMetric:")]
    public void The_rules_find_what_breaks_them(string from, string to)
    {
        var text = Export(odd: true);
        text.Should().Contain(from);

        Documents(text.Replace(from, to, StringComparison.Ordinal)).SelectMany(Faults).Should().NotBeEmpty();
    }

    private static string Export(bool odd) => new OpenSloExport().Files(
        odd ? OddCatalogue.Read() : SloCatalogue.Load(Path.Combine(Home.Checkout(AppContext.BaseDirectory)!, "scenarios", "catalogue", "lms.yaml")), new ExportLinks()).Single().Text;

    private static IEnumerable<string> Faults(YamlMappingNode document)
    {
        var (kind, metadata, spec) = (Text(document, "kind"), Map(document, "metadata"), Map(document, "spec"));
        var faults = new List<string>();
        Check(Text(document, "apiVersion") == "openslo/v1", "apiVersion");
        Check(document.Children.Count == 4 && metadata is not null && spec is not null, "has apiVersion, kind, metadata and spec");
        Check(Name().IsMatch(Text(metadata!, "name")) && Text(metadata!, "name").Length <= 255, "metadata.name");
        Check(Text(metadata!, "displayName").Length > 0, "metadata.displayName");
        foreach (var (key, value) in Map(metadata!, "annotations")?.Children.Select(pair => (((YamlScalarNode)pair.Key).Value!, ((YamlScalarNode)pair.Value).Value!)) ?? [])
            Check(AnnotationKey().IsMatch(key) && key.Length <= 63 && AnnotationValue().IsMatch(value) && value.Length <= 63, $"annotation {key}: {value}");
        if (kind == "SLO")
            OfSlo();
        return faults.Select(fault => $"{Text(metadata!, "name")}: {fault}");

        void OfSlo()
        {
            Check(Name().IsMatch(Text(spec!, "service")), "service");
            Check(Text(spec!, "budgetingMethod") is "Occurrences" or "Timeslices", "budgetingMethod");
            Check(Map(spec!, "indicator") is not null && Text(spec!, "indicatorRef").Length == 0, "indicator");
            var ratio = Map(Map(Map(spec!, "indicator")!, "spec")!, "ratioMetric");
            Check(ratio is not null && Text(ratio, "counter") is "true" or "false", "ratioMetric.counter");
            foreach (var part in new[] { "good", "total" })
                Check(ratio is not null && Map(ratio, part) is { } counted && Map(counted, "metricSource") is { } source && Map(source, "spec") is { } query && Text(query, "query").Length > 0, part);
            foreach (var window in List(spec!, "timeWindow"))
            {
                Check(Duration().IsMatch(Text(window, "duration")), $"duration {Text(window, "duration")}");
                Check(Text(window, "isRolling") == "true"
                    || (Map(window, "calendar") is { } calendar && Start().IsMatch(Text(calendar, "startTime")) && Zone().IsMatch(Text(calendar, "timeZone"))), "calendar");
            }

            Check(List(spec!, "timeWindow").Count == 1, "one window");
            Check(List(spec!, "objectives").Count > 0, "objectives");
            foreach (var objective in List(spec!, "objectives"))
                Check(decimal.TryParse(Text(objective, "target"), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var target) && target is >= 0 and < 1 && Text(objective, "displayName").Length > 0, "target");
        }

        void Check(bool isSo, string what)
        {
            if (!isSo)
                faults.Add(what);
        }
    }

    private static IReadOnlyList<YamlMappingNode> Documents(string text)
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(text));
        return [.. yaml.Documents.Select(document => (YamlMappingNode)document.RootNode)];
    }

    private static string Text(YamlMappingNode map, string key) => map.Children.TryGetValue(new YamlScalarNode(key), out var node) && node is YamlScalarNode { Value: { } value } ? value : "";

    private static YamlMappingNode? Map(YamlMappingNode map, string key) => map.Children.TryGetValue(new YamlScalarNode(key), out var node) ? node as YamlMappingNode : null;

    private static IReadOnlyList<YamlMappingNode> List(YamlMappingNode map, string key) =>
        map.Children.TryGetValue(new YamlScalarNode(key), out var node) && node is YamlSequenceNode list ? [.. list.Cast<YamlMappingNode>()] : [];

    [GeneratedRegex("^[a-z0-9][a-z0-9.|/\\\\-]*[a-z0-9]*$")]
    private static partial Regex Name();

    [GeneratedRegex("^[a-z0-9A-Z][a-z0-9A-Z._-]*$")]
    private static partial Regex AnnotationKey();

    [GeneratedRegex("^[a-z0-9A-Z][a-z0-9A-Z._-]*$")]
    private static partial Regex AnnotationValue();

    [GeneratedRegex("^[1-9][0-9]*[mhdwMQY]$")]
    private static partial Regex Duration();

    [GeneratedRegex("^[0-9]{4}-[01][0-9]-[0-3][0-9] [0-2][0-9]:[0-5][0-9]:[0-5][0-9]$")]
    private static partial Regex Start();

    [GeneratedRegex("^[A-Z][a-zA-Z_]+/[A-Z][a-zA-Z_]+$")]
    private static partial Regex Zone();
}
