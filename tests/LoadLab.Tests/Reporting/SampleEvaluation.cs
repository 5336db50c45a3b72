using LoadLab.Core;
using LoadLab.Core.Budgets;
using LoadLab.Core.Evaluation.Attribution;
using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;
using LoadLab.Core.Text;
using LoadLab.Core.Verdicts;

namespace LoadLab.Tests.Reporting;

/// <summary>The judgements that go with <see cref="SampleRun"/>.</summary>
internal static class SampleEvaluation
{
    private static readonly SloVerdict P95 = new()
    {
        Id = "api-response-p95",
        Title = "API response time P95",
        Source = "3.2/1",
        Tier = SloTier.Slo,
        Verdict = Verdict.Pass,
        Measure = MeasureNames.HttpResponseTime,
        Percentile = 95,
        Measured = 41.2,
        Low = 39.8,
        High = 43.0,
        Limit = 600,
        Comparison = ComparisonOperator.LessThan,
        Unit = "ms",
        Samples = 2_500,
        Phase = "rate-100",
        Reason = "The whole interval lies below the limit.",
        Required = true,
    };

    public static RunEvaluation Good() => new(
        new Validity(ValidityStatus.Valid, []),
        [
            P95,
            P95 with { Id = "api-response-p99", Title = "API response time P99", Source = "3.2/2", Percentile = 99, Measured = 71.6, Low = 66.1, High = 78.9, Limit = 1500 },
            P95 with { Id = "api-errors", Title = "API failed requests", Source = "2.3/1/high", Tier = SloTier.Sla, Measure = MeasureNames.HttpErrorRatio, Percentile = null, Measured = 0, Low = 0, High = 0.00147, Limit = 0.01, Unit = "ratio", Phase = "users-50" },
            P95 with { Id = "db-pool", Title = "Database connections, share of the pool", Source = "3.3/3", Measure = MeasureNames.DbPoolUsed, Percentile = null, Measured = 0.14, Low = 0.14, High = 0.14, Limit = 0.8, Unit = "ratio", Samples = 47, Phase = "" },
            P95 with { Id = "redis-memory", Title = "Redis memory, share of capacity", Source = "3.3/4", Measure = MeasureNames.RedisMemoryUsed, Percentile = null, Measured = 0.1016, Low = null, High = null, Limit = 0.7, Unit = "ratio", Samples = 47, Phase = "" },
            P95 with { Id = "queue-length", Title = "Queue length", Source = "3.3/5", Measure = MeasureNames.QueueLength, Percentile = null, Measured = 2, Low = null, High = null, Limit = 100, Unit = "items", Samples = 47, Phase = "" },
            P95 with { Id = "db-query-p95", Title = "Database query P95", Source = "3.2/3", Verdict = Verdict.NotMeasured, Measure = "db.query_time", Measured = null, Low = null, High = null, Limit = 300, Samples = 0, Phase = "", Required = false, Reason = "The target exports no query histogram." },
        ],
        Decision.Go,
        ["Every required SLO passed."],
        ExitCode.Ok);

    /// <summary>Postgres was stopped and came back in time, Redis was paused and did not.</summary>
    public static RunEvaluation Broken() => Good() with
    {
        Faults =
        [
            new FaultOutcome
            {
                Index = 0, Kind = FaultKind.Stop, Role = "postgres", StartSecond = 12.1, EndSecond = 16.2, RecoveredAfterSeconds = 1.8, NotRecoveredForSeconds = 0.8, UntilSecond = 18,
                Requests = 310, Failed = 160, QueueBefore = 2, QueuePeak = 41, DrainedAfterSeconds = 3, NotDrainedForSeconds = 2,
            },
            new FaultOutcome { Index = 1, Kind = FaultKind.Pause, Role = "redis", StartSecond = 52, EndSecond = 55.1, NotRecoveredForSeconds = 4.9, UntilSecond = 60, Requests = 700, Failed = 355 },
        ],
        Verdicts =
        [
            .. Good().Verdicts,
            P95 with { Id = "fault-1-recovery", Title = "postgres stop at 12s: recovery", Source = "suite", Measure = "", Percentile = null, Measured = 1.8, Low = 0.8, High = 1.8, Limit = 5, Comparison = ComparisonOperator.LessThanOrEqual, Unit = "s", Samples = 310, Phase = "users-50", Reason = "It was back 1.8 s after the mending, known to a second, against ≤ 5s." },
            P95 with { Id = "fault-2-recovery", Title = "redis pause at 52s: recovery", Source = "suite", Measure = "", Percentile = null, Verdict = Verdict.Fail, Measured = null, Low = 4.9, High = null, Limit = 4, Comparison = ComparisonOperator.LessThanOrEqual, Unit = "s", Samples = 700, Reason = "It was not back when the measuring ended, 4.9 s or more after the mending, against ≤ 4s." },
        ],
        Decision = Decision.NoGo,
        Reasons = ["fault-2-recovery failed: It was not back when the measuring ended, 4.9 s or more after the mending, against ≤ 4s."],
        ExitCode = ExitCode.SloFailed,
    };

    public static RunEvaluation Failed()
    {
        var good = Good().Verdicts;
        return new RunEvaluation(
            new Validity(ValidityStatus.Valid, [new Finding("generator-cpu", FindingSeverity.Info, "busiest second 0.31 cores", "0.8 cores", "Nothing to do.")]),
            [
                good[0] with { Verdict = Verdict.Fail, Measured = 604.2, Low = 601.8, High = 612.5, FirstCrossedSecond = 49, Reason = "P95 604 ms, 95 % interval 602 ms to 613 ms, against < 600 ms, from 2,500 samples in phase 'rate-100'." },
                good[1] with { Verdict = Verdict.Inconclusive, Measured = 1498.6, Low = 1391, High = 1611, FirstCrossedSecond = 51, Reason = "P99 1,499 ms, 95 % interval 1,391 ms to 1,611 ms, against < 1.5 s: the interval straddles the limit. A longer hold narrows it." },
                good[2] with { Verdict = Verdict.Warn, Measured = 0.0232, Low = 0.0177, High = 0.0299, Limit = 0.02, Phase = "rate-100", FirstCrossedSecond = 48, Reason = "Inside the SLA | outside the SLO." },
                good[3] with { Verdict = Verdict.Fail, Measured = 1, Low = 1, High = 1, FirstCrossedSecond = 48, Reason = "db.pool.used of db.pool.max, peak: 100 %, against < 80 %, from 47 samples in phase 'rate-100'." },
                good[4],
                good[5] with { Measured = 48 },
                good[6] with { Required = true },
            ],
            Decision.NoGo,
            [
                "api-response-p95 failed: P95 604 ms, 95 % interval 602 ms to 613 ms, against < 600 ms, from 2,500 samples in phase 'rate-100'.",
                "db-pool failed: db.pool.used of db.pool.max, peak: 100 %, against < 80 %, from 47 samples in phase 'rate-100'.",
                "WARN API failed requests: inside the SLA (api-errors), outside the SLO (api-errors-slo)",
            ],
            ExitCode.SloFailed)
        {
            Burns =
            [
                new SustainedBurn
                {
                    SloId = "api-errors", Title = good[2].Title, Phase = "rate-100", TargetRatio = 0.98, BadRatio = 0.0232, Rate = 1.16, RateLow = 0.885, RateHigh = 1.495, PeriodDays = 30,
                    HoursToSpend = 620.69, Fires = [], MayFire = [new BurnAlert(BurnRateRule.Ticket, "1 in 3d/6h")],
                },
            ],
            Alerts =
            [
                new AlertOutcome
                {
                    Id = "alert-connection-pool", Title = "Connection pool alert", Watched = "db-pool", WindowSeconds = 30, IsDefaultWindow = true, Notify = ["On-call engineer", "Engineering lead"], Unit = "ratio",
                    DecidedWindows = 18,
                    Firings =
                    [
                        new AlertFiring { Level = AlertFiring.Warning, FromSecond = 41, UntilSecond = null, Worst = 0.98, ToldSeconds = [41] },
                        new AlertFiring { Level = AlertFiring.Critical, FromSecond = 55, UntilSecond = 58, Worst = 0.98, Suppressed = "maintenance 00:52–01:00: fail-over <drill>" },
                    ],
                },
                new AlertOutcome { Id = "alert-error-rate", Title = "Error rate alert", Watched = "api-errors", WindowSeconds = 10, IsDefaultWindow = false, Notify = ["On-call engineer"], Unit = "ratio", DecidedWindows = 30, UndecidedWindows = 8 },
                new AlertOutcome { Id = "alert-latency", Title = "Latency alert", WindowSeconds = 300, IsDefaultWindow = false, Notify = ["On-call engineer"], Unit = "ms", NotReplayed = "the measured time, 48 s, is shorter than its window of 5m" },
            ],
            Attribution = new BottleneckAttribution("db-pool", good[3].Title, "rate-100", 48,
                [new Bottleneck(BottleneckCauses.Pool, MeasureNames.DbPoolUsed, 48, "the API's connection pool was full: 50 of 50 in use, and up to 31 requests waited for a connection")]),
        };
    }

    public static RunEvaluation Invalid()
    {
        var good = Good();
        return good with
        {
            Validity = new Validity(ValidityStatus.Invalid, [new Finding("schedule-lag", FindingSeverity.Invalid, "P99 84.1 ms in phase rate-100", "30 ms: 5 % of the tightest response-time limit", "Give the generator a core of its own.")]),
            Verdicts = [.. good.Verdicts.Select(v => v.Verdict == Verdict.Pass ? v with { Verdict = Verdict.Inconclusive, Reason = "The run is invalid." } : v)],
            Decision = Decision.NoGo,
            Reasons = ["The run is invalid."],
            ExitCode = ExitCode.InvalidRun,
        };
    }

    public static RunEvaluation WithoutTraffic()
    {
        var good = Good();
        return good with
        {
            Verdicts = [.. good.Verdicts.Select(v => v with { Verdict = Verdict.NotMeasured, Measured = null, Low = null, High = null, Samples = 0, Reason = "No samples." })],
            Decision = Decision.NoGo,
            Reasons = ["api-response-p95 was not measured: No samples."],
            ExitCode = ExitCode.Inconclusive,
        };
    }
}
