using System.Text.Json;
using System.Text.Json.Nodes;
using LoadLab.Core.Measurement;
using LoadLab.Core.Measurement.Histograms;
using LoadLab.Core.Runs;
using LoadLab.Core.Text;
using LoadLab.Core.Verdicts;

namespace LoadLab.Core.Store;

/// <summary>Turns a run into its document. A pure function: the same run gives the same bytes.</summary>
public static class RunDocumentWriter
{
    /// <summary>Its JSON schema.</summary>
    public static JsonNode Schema => DocumentSchema.Of(ReadableRunJson.Context.RunDocument);

    /// <summary>The document as UTF-8 JSON: what <c>run.json</c> holds and <c>--json</c> prints.</summary>
    /// <param name="record">What was measured. Its secrets are left out, see <see cref="RunRedaction"/>.</param>
    /// <param name="evaluation">What was judged; null when nothing was.</param>
    public static byte[] ToJson(RunRecord record, RunEvaluation? evaluation) =>
        JsonSerializer.SerializeToUtf8Bytes(ToDocument(record, evaluation), ReadableRunJson.Context.RunDocument);

    internal static RunDocument ToDocument(RunRecord record, RunEvaluation? evaluation)
    {
        ArgumentNullException.ThrowIfNull(record);
        return new RunDocument
        {
            SchemaVersion = RunRecord.CurrentSchemaVersion,
            RunId = record.RunId,
            Suite = record.Plan.Suite,
            StartedAt = record.StartedAt,
            Outcome = DocumentWords.Of(record.Outcome),
            OutcomeReason = record.OutcomeReason,
            Stop = record.Stop,
            MergedFrom = record.MergedFrom.Count == 0
                ? null
                : [.. record.MergedFrom.Select(shard => new ShardDocument(shard.RunId, shard.Index, shard.StartedAt, shard.Fingerprint, [.. shard.Health.Select(ToDocument)]))],
            Decision = evaluation is null ? null : DocumentWords.Of(evaluation.Decision),
            Reasons = evaluation?.Reasons ?? [],
            ExitCode = (int?)evaluation?.ExitCode,
            Conditions = evaluation is { Conditions.Count: > 0 }
                ? [.. evaluation.Conditions.Select(one => new ConditionDocument(one.Condition, DocumentWords.Of(one.State), one.Reason, (int)one.ExitCode))]
                : null,
            Regression = evaluation?.Regression is { } seen ? new RegressionDocument(seen.Baseline, DocumentWords.Of(seen.State), seen.Reason) : null,
            Validity = evaluation is null
                ? null
                : new ValidityDocument(DocumentWords.Of(evaluation.Validity.Status), [.. evaluation.Validity.Findings.Select(ToDocument)]),
            Verdicts = [.. (evaluation?.Verdicts ?? []).Select(ToDocument)],
            FaultOutcomes = evaluation is { Faults.Count: > 0 } ? evaluation.Faults : null,
            BurnIfSustained = evaluation is { Burns.Count: > 0 } ? evaluation.Burns : null,
            Alerts = evaluation is { Alerts.Count: > 0 } ? evaluation.Alerts : null,
            Attribution = evaluation?.Attribution,
            Capacity = evaluation is { Capacity.Count: > 0 } ? evaluation.Capacity : null,
            Phases = [.. PhaseSummary.OfAll(record).Select(summary => ToDocument(record, summary))],
            Probes = [.. record.Probes.Select(ToDocument)],
            Tables = record.Tables.Count == 0 ? null : record.Tables,
            Script = record.Script,
            Custom = record.Custom,
            Driver = record.Driver,
            Faults = record.Faults.Count == 0 ? null : record.Faults,
            Findings = [.. record.Findings.Select(ToDocument)],
            Fingerprint = record.Fingerprint,
            Plan = RunRedaction.Of(record.Plan),
            PerSecond = [.. record.Seconds.Select(ToDocument)],
            Health = [.. record.Health.Select(ToDocument)],
        };
    }

    internal static FindingDocument ToDocument(Finding finding) =>
        new(finding.Check, DocumentWords.Of(finding.Severity), finding.Seen, finding.Allowed, finding.Advice);

    internal static SecondDocument ToDocument(LoadSecond second) => new(
        second.Second,
        second.Phase,
        second.Measured,
        second.Counts.Scheduled,
        second.Counts.Started,
        second.Counts.Dropped,
        second.Counts.Ok,
        second.Counts.Failed,
        second.Counts.Interrupted,
        second.VirtualUsers,
        Finite(second.InFlight),
        second.Lag.TotalCount == 0 ? "" : HistogramCodec.ToBase64(second.Lag));

    internal static HealthDocument ToDocument(HealthSecond second) => new(
        second.Second,
        Finite(second.ProcessCpu),
        Finite(second.MachineCpuRatio),
        Finite(second.GcPauseMs),
        second.ThreadPoolQueue,
        Finite(second.CanaryLateMs),
        Finite(second.CanaryP99Ms),
        second.WorkingSetBytes,
        Finite(second.TimerLateMs),
        Finite(second.ThreadWaitMs),
        second.Throttling?.Periods,
        second.Throttling?.Throttled);

    private static VerdictDocument ToDocument(SloVerdict verdict) => new()
    {
        Id = verdict.Id,
        Title = verdict.Title,
        Source = verdict.Source,
        Tier = verdict.Tier.Word(),
        Verdict = DocumentWords.Of(verdict.Verdict),
        Measured = Finite(verdict.Measured),
        Low = Finite(verdict.Low),
        High = Finite(verdict.High),
        Limit = Finite(verdict.Limit),
        Comparison = verdict.Comparison.Word(),
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

    private static PhaseDocument ToDocument(RunRecord record, PhaseSummary summary)
    {
        var phase = summary.Phase;
        var plan = record.Plan.Phases.FirstOrDefault(candidate => candidate.Name == phase.Name);
        return new PhaseDocument
        {
            Name = phase.Name,
            Model = plan is null ? "" : DocumentWords.Of(plan.Model),
            Seconds = Finite(phase.MeasuredSeconds) ?? 0,
            ThroughputPerSecond = Finite(summary.ThroughputPerSecond),
            Counts = phase.Measured,
            Steps = [.. summary.Steps.Select(ToDocument)],
            ScheduleLagMs = summary.Lag.TotalCount == 0
                ? new LagDocument(null, null, null)
                : new LagDocument(Milliseconds(summary.Lag.PercentileMicros(50)), Milliseconds(summary.Lag.PercentileMicros(99)), Milliseconds(summary.Lag.MaxMicros)),
            StartSecond = phase.StartSecond,
            MeasureStartSecond = phase.MeasureStartSecond,
            MeasureEndSecond = phase.MeasureEndSecond,
            WholeCounts = phase.Whole,
            LittlesLaw = new LittleDocument(
                Finite(phase.Little.Users),
                Finite(phase.Little.ThroughputPerSecond),
                Finite(phase.Little.ServiceSeconds),
                Finite(phase.Little.ThinkSeconds),
                phase.Little.Iterations,
                Finite(phase.Little.MeasuredSeconds),
                Finite(phase.Little.Ratio),
                Finite(phase.Little.StandardError)),
            Connections = new ConnectionsDocument(
                phase.Connections.Connects, phase.Connections.TlsHandshakes, phase.Connections.Requests, Finite(phase.Connections.ReuseRatio), phase.Connections.WithoutFile,
                phase.Connections.Reconnects, phase.Connections.Resends, phase.Connections.WithoutPort is 0 ? null : phase.Connections.WithoutPort),
            FailureSamples = phase.FailureSamples,
            Failures = phase.Failures,
            FailureExamples = phase.Examples.Count == 0 ? null : phase.Examples,
            RequestParts = phase.Parts.Count == 0 ? null : phase.Parts,
            CutOff = phase.CutOff,
            Blocked = phase.Blocked.Count == 0 ? null : phase.Blocked,
            Traces = phase.Traces,
        };
    }

    private static StepDocument ToDocument(StepSummary step)
    {
        long Class(string name) => step.Failures.GetValueOrDefault(name);
        return new StepDocument
        {
            Scenario = step.Scenario,
            Name = step.Step,
            Ok = step.Ok,
            Failed = step.Failed,
            ResponseTimeMs = Times(step.Response),
            ServiceTimeMs = Times(step.Service),
            StatusCodes = step.StatusCodes,
            Failures = new FailuresDocument(
                Class(ResultClasses.Timeout),
                Class(ResultClasses.Refused),
                Class(ResultClasses.Reset),
                Class(ResultClasses.Protocol),
                Class(ResultClasses.Status5xx) + Class(ResultClasses.StatusOther),
                Class(ResultClasses.Check),
                Class(ResultClasses.Exception)),
        };
    }

    private static ProbeDocument ToDocument(ProbeSeries series)
    {
        var values = series.Points.Select(point => point.Value).ToList();
        var total = series.Measure.Aggregation == MeasureAggregation.Delta ? RunningTotal.Of(series.Points) : null;
        return new ProbeDocument
        {
            Name = series.Measure.Name,
            Unit = series.Measure.Unit,
            Aggregation = DocumentWords.Of(series.Measure.Aggregation),
            Description = series.Measure.Description,
            Min = values.Count == 0 ? null : Finite(values.Min()),
            Mean = values.Count == 0 ? null : Finite(values.Average()),
            Max = values.Count == 0 ? null : Finite(values.Max()),
            Last = values.Count == 0 ? null : Finite(values[^1]),
            Delta = total?.Rise,
            Restarts = total is { Restarts: > 0 } restarted ? restarted.Restarts : null,
            Points = new ProbePoints([.. series.Points.Where(point => double.IsFinite(point.Value)).Select(point => new[] { point.Second, point.Value })]),
        };
    }

    private static TimesDocument Times(LatencyHistogram times) => times.TotalCount == 0 ? new TimesDocument(0, null, null, null, null, null, null, null, null) : new(
        times.TotalCount,
        times.MeanMicros / 1000,
        Milliseconds(times.PercentileMicros(50)),
        Milliseconds(times.PercentileMicros(75)),
        Milliseconds(times.PercentileMicros(90)),
        Milliseconds(times.PercentileMicros(95)),
        Milliseconds(times.PercentileMicros(99)),
        Milliseconds(times.PercentileMicros(99.9)),
        Milliseconds(times.MaxMicros));

    private static double Milliseconds(long micros) => micros / 1000.0;

    private static double? Finite(double? value) => value is { } number && double.IsFinite(number) ? number : null;
}
