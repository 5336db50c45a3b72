using LoadLab.Core.Cgroups;
using System.Text.Json;
using LoadLab.Core.Measurement;
using LoadLab.Core.Measurement.Histograms;
using LoadLab.Core.Runs;
using LoadLab.Core.Verdicts;

namespace LoadLab.Core.Store;

/// <summary>Turns a document and the slices of its histogram log back into the run.</summary>
internal static class RunDocumentReader
{
    /// <summary>Reads a document of this schema version or an older one.</summary>
    /// <exception cref="JsonException">It is no run document.</exception>
    /// <exception cref="FormatException">A word in it is unknown, or it is of a later version.</exception>
    public static RunDocument Parse(ReadOnlySpan<byte> json)
    {
        var document = JsonSerializer.Deserialize(json, ReadableRunJson.Context.RunDocument) ?? throw new JsonException("The document is null.");
        CheckVersion(document.SchemaVersion);
        return document;
    }

    public static void CheckVersion(int version)
    {
        if (version is < 1 or > RunRecord.CurrentSchemaVersion)
        {
            throw new FormatException(
                $"schemaVersion is {version}; this LoadLab reads 1 to {RunRecord.CurrentSchemaVersion}. Read the run with the version that made it, or a later one.");
        }
    }

    public static RunRecord ToRecord(RunDocument document, IReadOnlyList<LoadSlice> slices) => new()
    {
        RunId = document.RunId,
        StartedAt = document.StartedAt,
        Plan = document.Plan,
        Outcome = DocumentWords.ToOutcome(document.Outcome),
        OutcomeReason = document.OutcomeReason,
        Stop = document.Stop,
        MergedFrom =
        [
            .. (document.MergedFrom ?? []).Select(shard =>
                new ShardRecord(shard.RunId, shard.Index, shard.StartedAt, shard.Fingerprint, [.. shard.Health.Select(ToHealth)])),
        ],
        Fingerprint = document.Fingerprint,
        Phases = [.. document.Phases.Select(ToPhase)],
        Seconds = [.. document.PerSecond.Select(ToSecond)],
        Slices = slices,
        Health = [.. document.Health.Select(ToHealth)],
        Probes = [.. document.Probes.Select(ToSeries)],
        Tables = document.Tables ?? [],
        Script = document.Script,
        Custom = document.Custom,
        Driver = document.Driver,
        Faults = document.Faults ?? [],
        Findings = [.. document.Findings.Select(ToFinding)],
    };

    public static RunEvaluation? ToEvaluation(RunDocument document) =>
        document is { Validity: { } validity, Decision: { } decision, ExitCode: { } exitCode }
            ? new RunEvaluation(
                new Validity(DocumentWords.ToValidity(validity.Status), [.. validity.Findings.Select(ToFinding)]),
                [.. document.Verdicts.Select(ToVerdict)],
                DocumentWords.ToDecision(decision),
                document.Reasons,
                (ExitCode)exitCode)
            {
                Conditions = [.. (document.Conditions ?? []).Select(one => new DecisionCondition(one.Condition, DocumentWords.ToCondition(one.State), one.Reason, (ExitCode)one.ExitCode))],
                Regression = document.Regression is { } seen ? new RegressionEvidence(seen.Baseline, DocumentWords.ToCondition(seen.State), seen.Reason) : null,
                Warnings = [.. document.Reasons.Where(DocumentWords.IsWarning)],
                Faults = document.FaultOutcomes ?? [],
                Burns = document.BurnIfSustained ?? [],
                Alerts = document.Alerts ?? [],
                Attribution = document.Attribution,
                Capacity = document.Capacity ?? [],
            }
            : null;

    public static LoadSecond ToSecond(SecondDocument second) => new()
    {
        Second = second.Second,
        Phase = second.Phase,
        Measured = second.Measured,
        Counts = new Counts(second.Scheduled, second.Started, second.Dropped, second.Ok, second.Failed, second.Interrupted),
        VirtualUsers = second.VirtualUsers,
        InFlight = second.InFlight ?? double.NaN,
        Lag = second.Lag.Length == 0 ? PackedHistogram.Empty : HistogramCodec.FromBase64(second.Lag),
        Slices = [],
    };

    public static HealthSecond ToHealth(HealthDocument second) => new(
        second.Second,
        second.ProcessCpu ?? double.NaN,
        second.MachineCpuRatio ?? double.NaN,
        second.GcPauseMs ?? double.NaN,
        second.ThreadPoolQueue,
        second.CanaryLateMs ?? double.NaN,
        second.CanaryP99Ms ?? double.NaN,
        second.WorkingSetBytes)
    {
        TimerLateMs = second.TimerLateMs ?? double.NaN,
        ThreadWaitMs = second.ThreadWaitMs ?? double.NaN,
        Throttling = second is { CpuPeriods: { } periods, ThrottledPeriods: { } throttled } ? new Throttling(periods, throttled) : null,
    };

    public static Finding ToFinding(FindingDocument finding) =>
        new(finding.Check, DocumentWords.ToSeverity(finding.Severity), finding.Seen, finding.Allowed, finding.Advice);

    private static PhaseResult ToPhase(PhaseDocument phase) => new()
    {
        Name = phase.Name,
        StartSecond = phase.StartSecond,
        MeasureStartSecond = phase.MeasureStartSecond,
        MeasureEndSecond = phase.MeasureEndSecond,
        MeasuredSeconds = phase.Seconds,
        Measured = phase.Counts,
        Whole = phase.WholeCounts,
        Little = new LittlesLaw(
            phase.LittlesLaw.Users ?? double.NaN,
            phase.LittlesLaw.ThroughputPerSecond ?? double.NaN,
            phase.LittlesLaw.ServiceSeconds ?? double.NaN,
            phase.LittlesLaw.ThinkSeconds ?? double.NaN,
            phase.LittlesLaw.Iterations,
            phase.LittlesLaw.MeasuredSeconds ?? double.NaN),
        StatusCodes = phase.Steps
            .Where(step => step.Scenario != PhaseSummary.AllScenarios && step.StatusCodes.Count > 0)
            .ToDictionary(step => $"{step.Scenario}/{step.Name}", step => step.StatusCodes, StringComparer.Ordinal),
        FailureSamples = phase.FailureSamples,
        Failures = phase.Failures ?? [],
        Examples = phase.FailureExamples ?? [],
        Parts = phase.RequestParts ?? [],
        CutOff = phase.CutOff ?? [],
        Blocked = phase.Blocked ?? [],
        Traces = phase.Traces,
        Connections = new ConnectionCounts(phase.Connections.Connects, phase.Connections.TlsHandshakes, phase.Connections.Requests, phase.Connections.WithoutFile,
            phase.Connections.Reconnects, phase.Connections.Resends, phase.Connections.WithoutPort ?? 0),
    };

    private static ProbeSeries ToSeries(ProbeDocument probe) => new(
        new Measure(probe.Name, probe.Unit, DocumentWords.ToAggregation(probe.Aggregation), probe.Description),
        [.. probe.Points.Samples.Select(sample => new ProbePoint(sample[0], sample[1]))]);

    private static SloVerdict ToVerdict(VerdictDocument verdict) => new()
    {
        Id = verdict.Id,
        Title = verdict.Title,
        Source = verdict.Source,
        Tier = DocumentWords.ToTier(verdict.Tier),
        Verdict = DocumentWords.ToVerdict(verdict.Verdict),
        Measured = verdict.Measured,
        Low = verdict.Low,
        High = verdict.High,
        Limit = verdict.Limit ?? double.NaN,
        Comparison = DocumentWords.ToComparison(verdict.Comparison),
        Unit = verdict.Unit,
        Measure = verdict.Measure,
        Percentile = verdict.Percentile,
        Series = verdict.Series,
        Samples = verdict.Samples,
        Phase = verdict.Phase,
        FirstCrossedSecond = verdict.FirstCrossedSecond,
        Reason = verdict.Reason,
        Required = verdict.Required,
    };
}
