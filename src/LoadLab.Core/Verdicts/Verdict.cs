using LoadLab.Core.Capacity;
using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;
using LoadLab.Core.Text;

namespace LoadLab.Core.Verdicts;

/// <summary>The verdict on one SLO.</summary>
public enum Verdict
{
    /// <summary>The whole interval lies inside the limit.</summary>
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

/// <summary>May it launch?</summary>
public enum Decision
{
    /// <summary>Yes.</summary>
    Go,

    /// <summary>No.</summary>
    NoGo,

    /// <summary>Only because an approval was recorded.</summary>
    GoWithApproval,

    /// <summary>Nobody asked: an ad hoc run without SLOs.</summary>
    NotJudged,
}

/// <summary>Whether the generator measured the target and not itself.</summary>
public enum ValidityStatus
{
    /// <summary>The result is the target's.</summary>
    Valid,

    /// <summary>The generator shaped the result. Nothing passes.</summary>
    Invalid,
}

/// <summary>The verdict on one SLO, with all that it rests on.</summary>
public sealed record SloVerdict
{
    /// <summary>The SLO's id.</summary>
    public required string Id { get; init; }

    /// <summary>For people: "API response time P95".</summary>
    public required string Title { get; init; }

    /// <summary>Section and row of the document it comes from.</summary>
    public required string Source { get; init; }

    /// <summary><c>sla</c> or <c>slo</c>.</summary>
    public required SloTier Tier { get; init; }

    /// <summary>The verdict.</summary>
    public required Verdict Verdict { get; init; }

    /// <summary>What was measured, in <see cref="Unit"/>; null when nothing was.</summary>
    public double? Measured { get; init; }

    /// <summary>Lower end of its 95 % interval.</summary>
    public double? Low { get; init; }

    /// <summary>Upper end of its 95 % interval.</summary>
    public double? High { get; init; }

    /// <summary>The limit, in <see cref="Unit"/>.</summary>
    public required double Limit { get; init; }

    /// <summary><c>lt</c>, <c>lte</c>, <c>gt</c> or <c>gte</c>: what the measured value must be against the limit.</summary>
    public required ComparisonOperator Comparison { get; init; }

    /// <summary><c>ms</c>, <c>ratio</c>, <c>connections</c>, <c>1/s</c> …</summary>
    public required string Unit { get; init; }

    /// <summary>The measure it judges, from <see cref="MeasureNames"/>; empty when it is not a single one.</summary>
    public string Measure { get; init; } = "";

    /// <summary>The percentile it judges, 0 to 100; null when none.</summary>
    public double? Percentile { get; init; }

    /// <summary>The series it was judged on, as <c>scenario/step</c>; empty for all requests.</summary>
    public IReadOnlyList<string> Series { get; init; } = [];

    /// <summary>Samples that it rests on.</summary>
    public required long Samples { get; init; }

    /// <summary>The phase it was judged in; empty when over all.</summary>
    public string Phase { get; init; } = "";

    /// <summary>Second of the run's clock from which on the limit was crossed, a single slow second before it left out; null when never.</summary>
    public int? FirstCrossedSecond { get; init; }

    /// <summary>One sentence: why this verdict.</summary>
    public required string Reason { get; init; }

    /// <summary>True when the launch depends on it.</summary>
    public required bool Required { get; init; }
}

/// <summary>Whether the run counts, and what was found.</summary>
/// <param name="Status">Valid or not.</param>
/// <param name="Findings">Everything that was found, the worst first.</param>
public sealed record Validity(ValidityStatus Status, IReadOnlyList<Finding> Findings)
{
    /// <summary>The checks that make the run invalid, by name, each once.</summary>
    public IEnumerable<string> InvalidChecks => Findings.Where(finding => finding.Severity == FindingSeverity.Invalid).Select(finding => finding.Check).Distinct();
}

/// <summary>The judgement of a run by a catalogue.</summary>
/// <param name="Validity">Whether the run counts.</param>
/// <param name="Verdicts">One for each SLO, in the catalogue's order.</param>
/// <param name="Decision">The whole.</param>
/// <param name="Reasons">The rules that led to it, in words.</param>
/// <param name="ExitCode">What the process ends with.</param>
public sealed record RunEvaluation(
    Validity Validity,
    IReadOnlyList<SloVerdict> Verdicts,
    Decision Decision,
    IReadOnlyList<string> Reasons,
    ExitCode ExitCode)
{
    /// <summary>The conditions of the run's rule and what became of each; empty when it was decided by validity and required SLOs alone.</summary>
    public IReadOnlyList<DecisionCondition> Conditions { get; init; } = [];

    /// <summary>What a comparison with a baseline said, where the rule asks for one; null when there was none.</summary>
    public RegressionEvidence? Regression { get; init; }

    /// <summary>Indicators inside their SLA and outside their SLO, one sentence each. They stand among <see cref="Reasons"/> too, and decide nothing.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>What the faults on purpose did, and how the target came back; one for each of the plan.</summary>
    public IReadOnlyList<FaultOutcome> Faults { get; init; } = [];

    /// <summary>How fast production's error budgets would be spent if this went on; one for each measured row on a share of events.</summary>
    public IReadOnlyList<SustainedBurn> Burns { get; init; } = [];

    /// <summary>What the production alerts of the catalogue would have done; one for each.</summary>
    public IReadOnlyList<AlertOutcome> Alerts { get; init; } = [];

    /// <summary>What broke first; null when no SLO was seen to be crossed.</summary>
    public BottleneckAttribution? Attribution { get; init; }

    /// <summary>What a capacity search found, one for each model; empty for other runs.</summary>
    public IReadOnlyList<CapacityAnswer> Capacity { get; init; } = [];
}
