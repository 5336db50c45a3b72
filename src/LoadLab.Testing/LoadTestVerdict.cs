namespace LoadLab.Testing;

/// <summary>The verdict on one SLO.</summary>
public enum LoadTestVerdict
{
    /// <summary>The whole 95 % interval lies inside the limit.</summary>
    Pass,

    /// <summary>Inside the SLA, outside the SLO.</summary>
    Warn,

    /// <summary>The whole interval lies outside the limit.</summary>
    Fail,

    /// <summary>The interval straddles the limit, or there are too few samples.</summary>
    Inconclusive,

    /// <summary>No data.</summary>
    NotMeasured,
}
