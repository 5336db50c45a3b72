using LoadLab.Core.Production;
using LoadLab.Core.Store;
using LoadLab.Core.Verdicts;
using LoadLab.Tests.Core.Production;
using LoadLab.Tests.Core.Store;

namespace LoadLab.Tests.Reporting;

/// <summary>A June with all that a report can show: an outage, a gap, maintenance, a May before it, and runs.</summary>
internal static class ComplianceSample
{
    private static readonly SliceSample Down = SliceSample.Events(0, 600);
    private static readonly SliceGrid May = new(AttainmentPeriod.Month("2026-05")!, TimeSpan.FromMinutes(1));

    public static ComplianceData Data { get; } = new()
    {
        Catalogue = Sample.Catalogue,
        Period = Sample.June,
        Import = Sample.Import(
            Sample.Minutes,
            Sample.Row("up-sla", Availability),
            Sample.Row("up", Availability),
            Sample.Row("errors", Sample.Steady(Sample.Minutes).With(0, 43_200, SliceSample.Events(598, 600)), contradictions: 3),
            Sample.Row("p95", Sample.Steady(Sample.Minutes).With(0, 43_200, SliceSample.Events(590, 600)), [new(400, 500 * 43_200.0), new(800, 590 * 43_200.0), new(null, 600 * 43_200.0)]),
            Sample.Row("pool", Sample.Steady(Sample.Minutes).With(0, 43_200, SliceSample.Of(0.5)))) with
        {
            Maintenance = [new(Sample.June.From.AddDays(19), Sample.June.From.AddDays(19).AddHours(2), "new disks")],
            Warnings = ["a remote is down"],
        },
        Previous = Sample.Import(May, Sample.Row("up-sla", Sample.Steady(May)), Sample.Row("up", Sample.Steady(May)), Sample.Row("pool", Sample.Steady(May).With(0, May.Count, SliceSample.Of(0.9)))),
        Runs =
        [
            new RunSummary("20260603T083000Z-smoke-4f2a", "smoke", Sample.June.From.AddDays(2.5), "completed", "GO", "VALID"),
            new RunSummary("20260604T083000Z-smoke-0001", "smoke", Sample.June.From.AddDays(3.5), "incomplete", null, null),
        ],
        Judged = [new StoredRun(StoredSample.Record with { RunId = "20260603T083000Z-smoke-4f2a" }, Evaluation, "nowhere")],
    };

    /// <summary>30 minutes down from June 10th 12:00 on; an hour of which nothing is known; and the maintenance, in which all is down.</summary>
    private static SliceSample[] Availability => Sample.Steady(Sample.Minutes).With((9 * 1440) + 720, 30, Down).With(14 * 1440, 60, SliceSample.Unknown).With(19 * 1440, 120, Down);

    private static RunEvaluation Evaluation => StoredSample.Evaluation with
    {
        Verdicts = [StoredSample.Evaluation.Verdicts[0] with { Id = "users", Verdict = Verdict.Pass, Reason = "10 users were held for 60 s." }],
    };
}
