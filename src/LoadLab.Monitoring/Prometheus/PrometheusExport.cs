using LoadLab.Core;
using LoadLab.Core.Catalogue;
using LoadLab.Core.Yaml;
using LoadLab.Monitoring.Documents;
using LoadLab.Monitoring.Rows;

namespace LoadLab.Monitoring.Prometheus;

/// <summary><c>loadlab slo export prometheus</c>.</summary>
public sealed class PrometheusExport : IExport
{
    /// <summary>Longest slice: Prometheus shows the last sample of a series for 5 minutes (its <c>--query.lookback-delta</c>), and a slice is recorded at its end.</summary>
    internal static readonly TimeSpan LongestSlice = TimeSpan.FromMinutes(4);

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
        if (WatchedRow.SliceOf(catalogue) is var slice && slice > LongestSlice)
        {
            throw new LoadLabException(
                ExitCode.BadConfiguration,
                $"Catalogue '{catalogue.Name}', attainment.slice: slices of {DurationValue.Format(slice)} are longer than {DurationValue.Format(LongestSlice)}. Prometheus takes a series for gone 5 minutes after its last sample, "
                    + "so that between two slices nothing would be known, alerts would come and go, and SloNoData would fire.",
                "Give attainment.slice at most 4m.");
        }

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
