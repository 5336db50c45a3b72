using System.Text.Json.Serialization;
using LoadLab.Core.Catalogue;
using LoadLab.Core.Evaluation.Judging;
using LoadLab.Core.Verdicts;

namespace LoadLab.Core.Production;

/// <summary>
/// How a period kept the document's SLAs and SLOs: from what was imported from production, and from the runs of the period. Everything in it was
/// computed; where there is no data it says so.
/// </summary>
public sealed record ComplianceReport
{
    /// <summary>Version of the document.</summary>
    public const int CurrentSchemaVersion = 1;

    /// <summary>1.</summary>
    public int SchemaVersion { get; init; } = CurrentSchemaVersion;

    /// <summary>Name of the catalogue.</summary>
    public required string Catalogue { get; init; }

    /// <summary>The period: <c>2026-10</c>.</summary>
    public required string Period { get; init; }

    /// <summary><c>quarter</c>, <c>month</c>, <c>week</c>, <c>day</c> or <c>range</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Its beginning.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>Its end.</summary>
    public required DateTimeOffset To { get; init; }

    /// <summary>End of the data; null when nothing was imported.</summary>
    public required DateTimeOffset? Until { get; init; }

    /// <summary>The Prometheus that the data is from; null when nothing was imported.</summary>
    public required string? Source { get; init; }

    /// <summary>Length of a slice in seconds; null when nothing was imported.</summary>
    public required double? SliceSeconds { get; init; }

    /// <summary>The services, in the catalogue's order.</summary>
    public required IReadOnlyList<ServiceCompliance> Services { get; init; }

    /// <summary>The loads that were to be held, from runs of the period alone.</summary>
    public required IReadOnlyList<ComplianceCapacity> Capacity { get; init; }

    /// <summary>Burn-rate alerts that would have fired, in order of time.</summary>
    public required IReadOnlyList<ComplianceAlert> Alerts { get; init; }

    /// <summary>What can be seen in the data, a sentence each.</summary>
    public required IReadOnlyList<string> Observations { get; init; }

    /// <summary>Maintenance that did not count.</summary>
    public required IReadOnlyList<MaintenanceWindow> Maintenance { get; init; }

    /// <summary>Load-test runs that began in the period, the oldest first.</summary>
    public required IReadOnlyList<ComplianceRun> Runs { get; init; }

    /// <summary>What a review talks about; null for a day or a range, and where nothing was imported.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public SloReview? Review { get; init; }
}

/// <summary>A service: as good as its figures together.</summary>
/// <param name="Title">Its title.</param>
/// <param name="Status">The status of its worst figure; <see cref="ComplianceStatus.Partly"/> when those that were measured are all good and some were not.</param>
/// <param name="Figures">What is measured of it.</param>
public sealed record ServiceCompliance(string Title, ComplianceStatus Status, IReadOnlyList<ComplianceFigure> Figures);

/// <summary>What a figure or a service comes to. The order is from good to bad.</summary>
public enum ComplianceStatus
{
    /// <summary>Every row passes.</summary>
    Green,

    /// <summary>What was measured passes; not all was.</summary>
    Partly,

    /// <summary>Nothing was measured.</summary>
    NotMeasured,

    /// <summary>It cannot be said.</summary>
    Undecided,

    /// <summary>Inside the SLA and outside the SLO.</summary>
    Yellow,

    /// <summary>Outside an SLA, or outside an SLO that has no SLA.</summary>
    Red,
}

/// <summary>One figure of production, and the one or two rows that judge it.</summary>
/// <param name="Title">The title of the first row, without its tier.</param>
/// <param name="Measured">In words: <c>99.97 %</c>, <c>P95 512 ms (500 to 600 ms); 96.1 % within …</c>; a dash when nothing was.</param>
/// <param name="Status">The rows together.</param>
/// <param name="Rows">SLA rows, then SLO rows.</param>
public sealed record ComplianceFigure(string Title, string Measured, ComplianceStatus Status, IReadOnlyList<ComplianceRow> Rows);

/// <summary>One row of the catalogue on a figure.</summary>
public sealed record ComplianceRow
{
    /// <summary>The SLO's id.</summary>
    public required string Id { get; init; }

    /// <summary><c>sla</c> or <c>slo</c>.</summary>
    public required SloTier Tier { get; init; }

    /// <summary>Its place in the document.</summary>
    public required string Source { get; init; }

    /// <summary>Its limit: <c>≥ 99.9%</c>.</summary>
    public required string Target { get; init; }

    /// <summary>The verdict.</summary>
    public required Verdict Verdict { get; init; }

    /// <summary>Why.</summary>
    public required string Reason { get; init; }

    /// <summary>What was reached where something is known, in <see cref="Unit"/>; for a percentile the share of events within its limit.</summary>
    public double? Attained { get; init; }

    /// <summary>The least that was reached: unknown time counts as bad.</summary>
    [JsonPropertyName("surely")]
    public double? LowerBound { get; init; }

    /// <summary>Unit of the two.</summary>
    public string Unit { get; init; } = "ratio";

    /// <summary>Share of the time within the target (4.3).</summary>
    public double? TimeRatio { get; init; }

    /// <summary>The same, unknown time as time outside.</summary>
    [JsonPropertyName("sureTimeRatio")]
    public double? TimeRatioLowerBound { get; init; }

    /// <summary>Spent part of the error budget by events; null where there is none.</summary>
    public decimal? Consumed { get; init; }

    /// <summary>The same by time.</summary>
    public decimal? ConsumedByTime { get; init; }

    /// <summary>Part that is left; below 0 when overspent.</summary>
    public decimal? Remaining { get; init; }

    /// <summary>Mean burn rate: bad ratio / what is allowed.</summary>
    public decimal? Burn { get; init; }

    /// <summary>What became of the slices; null when nothing was imported for it.</summary>
    public SliceCounts? Slices { get; init; }

    /// <summary>Longest stretch outside the target.</summary>
    public Stretch? LongestOutage { get; init; }
}

/// <summary>A load that was to be held, judged by the newest run of the period that measured it.</summary>
/// <param name="Id">The SLO's id.</param>
/// <param name="Title">Its title.</param>
/// <param name="Target">The load.</param>
/// <param name="Verdict">The run's verdict.</param>
/// <param name="Reason">The run's reason, or why there is none.</param>
/// <param name="RunId">The run; null when there is none.</param>
public sealed record ComplianceCapacity(string Id, string Title, string Target, Verdict Verdict, string Reason, string? RunId);

/// <summary>An alert that would have fired.</summary>
/// <param name="Id">The SLO's id.</param>
/// <param name="Rule">The rule: <c>14.4 in 1h/5m</c>.</param>
/// <param name="Severity"><c>page</c> or <c>ticket</c>.</param>
/// <param name="From">When it would have fired.</param>
/// <param name="Until">When it would have cleared; null when it had not at the end of the data.</param>
public sealed record ComplianceAlert(string Id, string Rule, string Severity, DateTimeOffset From, DateTimeOffset? Until);

/// <summary>A run of the period.</summary>
/// <param name="RunId">Its name.</param>
/// <param name="Suite">Its suite.</param>
/// <param name="StartedAt">When it began.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Decision"><c>GO</c>, <c>NO-GO</c> …; null when it was not judged.</param>
/// <param name="Validity"><c>VALID</c> or <c>INVALID</c>; null when it was not judged.</param>
public sealed record ComplianceRun(string RunId, string Suite, DateTimeOffset StartedAt, string Outcome, string? Decision, string? Validity);
