namespace LoadLab.Reporting.Charts;

/// <summary>The chart's colours, by role.</summary>
internal enum Ink
{
    /// <summary>The median: pale, the background of the story.</summary>
    Median,

    /// <summary>P95.</summary>
    High,

    /// <summary>P99.</summary>
    Tail,

    /// <summary>Requests done.</summary>
    Flow,

    /// <summary>Failures.</summary>
    Failure,

    /// <summary>What the plan offered.</summary>
    Planned,

    /// <summary>The first resource.</summary>
    Resource,

    /// <summary>The second resource.</summary>
    OtherResource,

    /// <summary>SLO lines.</summary>
    Limit,
}
