using LoadLab.Core.Catalogue;
using LoadLab.Monitoring.Documents;
using LoadLab.Monitoring.Rows;

namespace LoadLab.Monitoring.Prometheus;

/// <summary><c>loadlab slo export prometheus</c>.</summary>
public sealed class PrometheusExport : IExport
{
    /// <inheritdoc/>
    public string Name => "prometheus";

    /// <inheritdoc/>
    public string Says => "recording rules, alerts, unit tests of both for promtool, and a runbook";

    /// <inheritdoc/>
    public IReadOnlyList<ExportAddress> Uses => [ExportAddress.Dashboards, ExportAddress.Runbook];

    /// <inheritdoc/>
    public IReadOnlyList<ExportedFile> Files(SloCatalogue catalogue, ExportLinks links)
    {
        ArgumentNullException.ThrowIfNull(catalogue);
        ArgumentNullException.ThrowIfNull(links);
        _ = WatchedRow.Demand(catalogue);
        var name = Slug.Of(catalogue.Name);
        var mark = GeneratedMark.Of(Name, catalogue.Name);
        var (recording, alerts) = ($"{name}-recording.yml", $"{name}-alerts.yml");
        return
        [
            new(recording, YamlFile.Text($"{mark}\nFor rule_files of Prometheus, together with {alerts}.", new RecordingRules(catalogue).Document())),
            new(alerts, YamlFile.Text($"{mark}\nFor rule_files of Prometheus, together with {recording}.", new AlertRules(catalogue, links).Document())),
            new($"{name}-tests.yml", YamlFile.Text($"{mark}\nThe alerts fire and stay silent on made-up series: promtool test rules {name}-tests.yml", new RuleTests(catalogue).Document([recording, alerts]))),
            new(Runbook.FileName(catalogue), new Runbook(catalogue, links).Text()),
        ];
    }
}
