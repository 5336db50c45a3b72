namespace LoadLab.Monitoring;

/// <summary>An address that an export puts into its files.</summary>
public enum ExportAddress
{
    /// <summary><see cref="ExportLinks.Dashboards"/></summary>
    Dashboards,

    /// <summary><see cref="ExportLinks.Runbook"/></summary>
    Runbook,

    /// <summary><see cref="ExportLinks.Receivers"/></summary>
    Receivers,

    /// <summary><see cref="ExportLinks.Healer"/></summary>
    Healer,
}
