using LoadLab.Monitoring;
using LoadLab.Monitoring.Alertmanager;
using LoadLab.Monitoring.Grafana;
using LoadLab.Monitoring.OpenSlo;
using LoadLab.Monitoring.Prometheus;
using LoadLab.Monitoring.Pyrra;
using LoadLab.Monitoring.Sloth;

namespace LoadLab.Cli;

/// <summary>What a catalogue can be exported to, in the order of the help.</summary>
internal static class SloExports
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<IExport> All { get; } = [new PrometheusExport(), new AlertmanagerExport(), new GrafanaExport(), new OpenSloExport(), new SlothExport(), new PyrraExport()];
}
