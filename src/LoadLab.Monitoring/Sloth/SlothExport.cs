using LoadLab.Core.Catalogue;
using LoadLab.Core.Production;
using LoadLab.Core.Verdicts;
using LoadLab.Monitoring.Alerting;
using LoadLab.Monitoring.Documents;
using LoadLab.Monitoring.Rows;

namespace LoadLab.Monitoring.Sloth;

/// <summary><c>loadlab slo export sloth</c>: a document a service for Sloth, which makes its own rules from it.</summary>
public sealed class SlothExport : IExport
{
    /// <summary>Stands for the window until the braces of the queries are escaped.</summary>
    private const string Window = "\u0001";

    /// <inheritdoc/>
    public string Name => "sloth";

    /// <inheritdoc/>
    public string Says => "SLOs for Sloth (prometheus/v1)";

    /// <inheritdoc/>
    public IReadOnlyList<ExportAddress> Uses => [];

    /// <inheritdoc/>
    public IReadOnlyList<ExportedFile> Files(SloCatalogue catalogue, ExportLinks links)
    {
        ArgumentNullException.ThrowIfNull(catalogue);
        _ = WatchedRow.Demand(catalogue);
        var rows = WatchedRow.Of(catalogue).Where(row => LeftOut(row.Slo) is null).ToList();
        var alerts = AlertPlan.Of(catalogue).All.Where(alert => alert.Name == AlertKinds.Burn).GroupBy(alert => alert.Slo).ToDictionary(group => group.Key, group => group.First().Alert);
        var head = string.Join('\n',
        [
            GeneratedMark.Of(Name, catalogue.Name),
            "Sloth counts with increase(), which stretches what lies between two samples to the whole window: its figures differ a little from those of",
            "'loadlab slo export prometheus' and of reports, which count event by event.",
            .. catalogue.Slos.Select(slo => LeftOut(slo) is { } reason ? $"Left out: {slo.Id} ({slo.Source}): {reason}" : null).OfType<string>(),
            .. rows.Where(row => row.Slo.Window.Length > 0 && row.Slo.Window != "rolling 30d").Select(row => $"Lost: the window of {row.Slo.Id} ({row.Slo.Window}). Sloth has one period for all, 30 days unless told otherwise."),
        ]);
        return [new ExportedFile(Slug.Of(catalogue.Name) + "-sloth.yml", YamlFile.Text(head, rows.GroupBy(row => row.Service).Select(service => Service(catalogue, service.Key, [.. service], alerts))))];
    }

    private static string? LeftOut(Slo slo) => slo switch
    {
        { Production: null } => "the catalogue does not say how production measures it (production:).",
        { Production.NotMeasured: { Length: > 0 } reason } => reason.ReplaceLineEndings(" "),
        _ => RowTarget.GoodRatio(slo) switch
        {
            null => "it limits a value and not a share of events, so Sloth has no budget of it.",
            1 or 0 => "Sloth's objectives lie between 0 and 100 %.",
            _ when slo.Production.Histogram.Length == 0 && !(IsOfWindow(slo.Production.Good) && IsOfWindow(slo.Production.Total)) => "its queries have no $__slice and no $__increase(), and Sloth asks for queries of a window.",
            _ => null,
        },
    };

    private static bool IsOfWindow(string query) => query.Contains("$__", StringComparison.Ordinal);

    private static YamlObject Service(SloCatalogue catalogue, string service, IReadOnlyList<WatchedRow> rows, Dictionary<string, string> alerts) => new()
    {
        { "version", "prometheus/v1" },
        { "service", Slug.Of(service) },
        { "labels", new YamlObject { { "catalogue", catalogue.Name } } },
        { "slos", new YamlArray(rows.Select(row => Row(catalogue, row, alerts.GetValueOrDefault(row.Slo.Id, "")))) },
    };

    private static YamlObject Row(SloCatalogue catalogue, WatchedRow row, string alert)
    {
        var (total, good) = (Query(RowQuery.TotalTemplate(row)), Query(RowQuery.GoodTemplate(row)));
        return new YamlObject
        {
            { "name", row.Slo.Id },
            { "objective", PromQl.Plain(row.Target!.Value * 100) },
            { "description", $"{row.Slo.Title}: {row.Slo.Objective.Sign} {row.Slo.Objective.Text} ({row.Slo.Source})" },
            { "sli", new YamlObject { { "events", new YamlObject { { "error_query", Template(RowQuery.Bad(row, total, good)) }, { "total_query", Template(total) } } } } },
            {
                "alerting", new YamlObject
                {
                    { "name", AlertKinds.Burn },
                    {
                        // What routes and silences of 'slo export alertmanager' look at.
                        "labels", new YamlObject
                        {
                            { "catalogue", PromQl.Literal(catalogue.Name) },
                            { "slo", row.Slo.Id },
                            { "service", PromQl.Literal(row.Service) },
                            { "tier", row.Slo.Tier.Word() },
                            { "alert", alert.Length > 0 ? alert : null },
                        }
                    },
                    { "annotations", new YamlObject { { "summary", PromQl.Literal($"{row.Slo.Title}: the error budget burns too fast") } } },
                    { "page_alert", new YamlObject { { "labels", new YamlObject { { "severity", Severity.Page } } } } },
                    { "ticket_alert", new YamlObject { { "labels", new YamlObject { { "severity", Severity.Ticket } } } } },
                }
            },
        };
    }

    private static string Query(string template) => RowQuery.OneSeries(QueryText.Expand(template, selector => $"increase({selector}[{Window}])", Window));

    /// <summary>Sloth reads a query as a template of Go.</summary>
    private static string Template(string query) => PromQl.Literal(query).Replace(Window, "{{.window}}", StringComparison.Ordinal);
}
