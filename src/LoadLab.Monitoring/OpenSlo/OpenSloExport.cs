using System.Globalization;
using LoadLab.Core.Budgets;
using LoadLab.Core.Catalogue;
using LoadLab.Core.Verdicts;
using LoadLab.Core.Yaml;
using LoadLab.Monitoring.Documents;
using LoadLab.Monitoring.Rows;

namespace LoadLab.Monitoring.OpenSlo;

/// <summary><c>loadlab slo export openslo</c>: services and rows with an error budget, in OpenSLO v1. What it cannot express stands at the top, with the reason.</summary>
public sealed class OpenSloExport : IExport
{
    /// <inheritdoc/>
    public string Name => "openslo";

    /// <inheritdoc/>
    public string Says => "services and SLOs in OpenSLO v1, for tools that read it and for 'slo import openslo'";

    /// <inheritdoc/>
    public IReadOnlyList<ExportAddress> Uses => [];

    /// <inheritdoc/>
    public IReadOnlyList<ExportedFile> Files(SloCatalogue catalogue, ExportLinks links)
    {
        ArgumentNullException.ThrowIfNull(catalogue);
        _ = WatchedRow.Demand(catalogue);
        var rows = WatchedRow.Of(catalogue).Where(row => OpenSloLosses.LeftOut(row.Slo) is null).ToList();
        var documents = catalogue.Services.Values.Select(service => Service(catalogue, service)).Concat(rows.Select(row => Row(catalogue, row)));
        var head = string.Join('\n', [GeneratedMark.Of(Name, catalogue.Name), .. OpenSloLosses.Of(catalogue)]);
        return [new ExportedFile(Slug.Of(catalogue.Name) + "-openslo.yml", YamlFile.Text(head, documents))];
    }

    /// <summary>The name of a service in OpenSLO.</summary>
    internal static string ServiceName(string name) => Slug.Of(name, 63);

    private static YamlObject Service(SloCatalogue catalogue, ServiceMap service) => new()
    {
        { "apiVersion", OpenSloWords.ApiVersion },
        { "kind", "Service" },
        {
            "metadata", new YamlObject
            {
                { "name", ServiceName(service.Name) },
                { "displayName", service.Title },
                { "annotations", OpenSloWords.IsAnnotation(catalogue.Name) ? new YamlObject { { OpenSloWords.Catalogue, catalogue.Name } } : null },
            }
        },
        { "spec", new YamlObject { { "description", service.Title.Length <= 1050 ? service.Title : service.Title[..1050] } } },
    };

    private static YamlObject Row(SloCatalogue catalogue, WatchedRow row) => new()
    {
        { "apiVersion", OpenSloWords.ApiVersion },
        { "kind", "SLO" },
        {
            "metadata", new YamlObject
            {
                { "name", row.Slo.Id },
                { "displayName", row.Slo.Title },
                {
                    "annotations", new YamlObject
                    {
                        { OpenSloWords.Catalogue, OpenSloWords.IsAnnotation(catalogue.Name) ? catalogue.Name : null },
                        { OpenSloWords.Kind, row.Slo.Kind },
                        { OpenSloWords.Tier, row.Slo.Tier.Word() },
                        { OpenSloWords.Source, row.Slo.Source.Replace('/', '_') },
                        { OpenSloWords.Required, row.Slo.Required ? "true" : "false" },
                        { OpenSloWords.Measure, row.Slo is ResponseTimeSlo { Measure: var measure } && OpenSloWords.IsAnnotation(measure) ? measure : null },
                        { OpenSloWords.Slice, DurationValue.Format(row.Slice) },
                        { OpenSloWords.NoWindow, Window(row.Slo.Window) is null ? "true" : null },
                    }
                },
            }
        },
        {
            "spec", new YamlObject
            {
                { "service", ServiceName(row.Slo.ServiceName!) },
                { "indicator", new YamlObject { { "metadata", new YamlObject { { "name", row.Slo.Id } } }, { "spec", new YamlObject { { "ratioMetric", Ratio(row) } } } } },
                { "timeWindow", new YamlArray([Window(row.Slo.Window) ?? DefaultWindow()]) },
                { "budgetingMethod", "Occurrences" },
                { "objectives", new YamlArray([new YamlObject { { "displayName", $"{row.Slo.Objective.Sign} {row.Slo.Objective.Text}" }, { "target", PromQl.Plain(row.Target!.Value) } }]) },
            }
        },
    };

    private static YamlObject Ratio(WatchedRow row)
    {
        var isHistogram = row.Slo.Production!.Histogram.Length > 0;
        return new YamlObject
        {
            // Each query gives the events of a slice, not the counter.
            { "counter", false },
            { "good", Source(new YamlObject { { "query", RowQuery.Good(row, row.Slice) }, { OpenSloWords.Template, isHistogram ? null : row.Slo.Production.Good } }) },
            {
                "total", Source(new YamlObject
                {
                    { "query", RowQuery.Total(row, row.Slice) },
                    { OpenSloWords.Template, isHistogram ? null : row.Slo.Production.Total },
                    { OpenSloWords.Histogram, isHistogram ? row.Slo.Production.Histogram : null },
                    { OpenSloWords.Unit, isHistogram ? row.Slo.Production.UnitMs == 1 ? "milliseconds" : "seconds" : null },
                })
            },
        };
    }

    private static YamlObject Source(YamlObject spec) => new() { { "metricSource", new YamlObject { { "type", "Prometheus" }, { "spec", spec } } } };

    /// <summary>The window; null for none and for one that OpenSLO cannot express.</summary>
    internal static YamlObject? Window(string window) => window.Split(' ') switch
    {
        ["calendar", var period] => new YamlObject
        {
            { "duration", OpenSloWords.Calendars[period] },
            { "calendar", new YamlObject { { "startTime", "2020-01-01 00:00:00" }, { "timeZone", "Etc/UTC" } } },
            { "isRolling", false },
        },
        ["rolling", var text] when DurationValue.TryParse(text, out var length) && Shorthand(length) is { } shorthand => new YamlObject { { "duration", shorthand }, { "isRolling", true } },
        _ => null,
    };

    /// <summary>OpenSLO demands exactly one window: that of a budget whose period nobody says.</summary>
    internal static YamlObject DefaultWindow() => new() { { "duration", Shorthand(BurnRateRule.DefaultPeriod) }, { "isRolling", true } };

    private static string? Shorthand(TimeSpan length)
    {
        foreach (var (unit, letter) in new[] { (TimeSpan.FromDays(1), 'd'), (TimeSpan.FromHours(1), 'h'), (TimeSpan.FromMinutes(1), 'm') })
        {
            if (length > TimeSpan.Zero && length.Ticks % unit.Ticks == 0)
            {
                return (length.Ticks / unit.Ticks).ToString(CultureInfo.InvariantCulture) + letter;
            }
        }

        return null;
    }
}
