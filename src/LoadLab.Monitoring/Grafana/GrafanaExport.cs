using LoadLab.Core.Catalogue;
using LoadLab.Monitoring.Documents;
using LoadLab.Monitoring.Rows;

namespace LoadLab.Monitoring.Grafana;

/// <summary><c>loadlab slo export grafana</c>: dashboards over the series of the recording rules.</summary>
public sealed class GrafanaExport : IExport
{
    /// <inheritdoc/>
    public string Name => "grafana";

    /// <inheritdoc/>
    public string Says => "dashboards for Grafana 10 to 12: one with every SLO, and one a service";

    /// <inheritdoc/>
    public IReadOnlyList<ExportAddress> Uses => [];

    /// <inheritdoc/>
    public IReadOnlyList<ExportedFile> Files(SloCatalogue catalogue, ExportLinks links)
    {
        ArgumentNullException.ThrowIfNull(catalogue);
        var rows = WatchedRow.Demand(catalogue);
        var services = rows.Select(row => row.Service).Distinct().ToList();
        return
        [
            new($"{DashboardIds.Overview(catalogue)}.json", JsonFile.Text(new OverviewPage(catalogue, rows, services).Dashboard())),
            .. services.Select(service => new ExportedFile($"{DashboardIds.Service(catalogue, service)}.json", JsonFile.Text(new ServicePage(catalogue, service, rows).Dashboard()))),
        ];
    }
}
