namespace LoadLab.Monitoring.Alerting;

/// <summary>The names of the alerts. Which row and which rule of it an alert is about, its labels say.</summary>
internal static class AlertKinds
{
    /// <summary>An error budget burns too fast, in two windows.</summary>
    public const string Burn = "SloBudgetBurn";

    /// <summary>Something was bad where nothing may be.</summary>
    public const string ZeroTolerance = "SloBrokenAtFirstFailure";

    /// <summary>A threshold of the document is crossed.</summary>
    public const string Threshold = "SloThreshold";

    /// <summary>A row without an error budget is outside its objective.</summary>
    public const string Outside = "SloOutsideObjective";

    /// <summary>Of one row nothing is known.</summary>
    public const string NoData = "SloNoData";

    /// <summary>Of no row anything is known.</summary>
    public const string NoDataAtAll = "SloNoDataAtAll";

    /// <summary>Always fires: when it stops arriving, the alerting is dead.</summary>
    public const string Watchdog = "SloWatchdog";
}
