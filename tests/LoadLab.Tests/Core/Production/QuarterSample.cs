using LoadLab.Core.Catalogue;
using LoadLab.Core.Production;

namespace LoadLab.Tests.Core.Production;

/// <summary>
/// A quarter whose truth is known in closed form: 2026-Q2, 91 days, 600 events a minute, 78,624,000 in all. Of the 99.95 % row 39,312 may be bad, of the SLA's 99.9 %
/// 78,624. Down on April 10th from 12:00 for 20 minutes (12,000 bad); half down on May 20th from 00:00 for 60 minutes (18,000 bad); a minute of 120 bad ones
/// on June 1st at 06:00; one bad event a minute on June 30th from 12:00 to 24:00 (720 bad, no slice below the target).
/// </summary>
internal static class QuarterSample
{
    public const double PerMinute = 600;
    public static readonly AttainmentPeriod Quarter = AttainmentPeriod.Quarter("2026-Q2")!;
    public static readonly SloCatalogue Catalogue = SloCatalogue.Parse(
        Sample.Text + """

        alerts:
          - {id: alert-up, title: Availability alert, source: "5/1", watches: [up], warning: {gte: 99.5%}, critical: {gte: 99%}, notify: [On-call]}
          - {id: alert-p95, title: Response time alert, source: "5/2", watches: [p95], warning: {lt: 1s}, critical: {lt: 2s}, notify: [On-call]}
        roles:
          - {id: owner, title: SLO Owner, source: "10/1", who: Engineering lead}
          - {id: monitor, title: SLO Monitor, source: "10/2", who: Operations}
        """,
        "shop.yaml");

    public static ComplianceReport Report { get; } = ComplianceBuilder.Build(new ComplianceData { Catalogue = Catalogue, Period = Quarter, Import = ImportJoin.Of(Quarter, Catalogue, Months) });

    public static ProductionImport[] Months =>
    [
        Month("2026-04", samples => samples.With(Minute(10, 12), 20, SliceSample.Events(0, PerMinute))),
        Month("2026-05", samples => samples.With(Minute(20, 0), 60, SliceSample.Events(PerMinute / 2, PerMinute))),
        Month("2026-06", samples => samples.With(Minute(1, 6), 1, SliceSample.Events(480, PerMinute)).With(Minute(30, 12), 720, SliceSample.Events(599, PerMinute))),
    ];

    private static int Minute(int day, int hour) => ((day - 1) * 1440) + (hour * 60);

    private static ProductionImport Month(string name, Func<SliceSample[], SliceSample[]> alter)
    {
        var grid = new SliceGrid(AttainmentPeriod.Month(name)!, TimeSpan.FromMinutes(1));
        var up = alter(Sample.Steady(grid, PerMinute));
        var slow = name == "2026-05" ? Sample.Steady(grid, PerMinute).With(Minute(20, 0), 60, SliceSample.Events(540, PerMinute)) : Sample.Steady(grid, PerMinute);
        return Sample.Import(
            grid,
            Sample.Row("up-sla", up),
            Sample.Row("up", up),
            Sample.Row("errors", Sample.Steady(grid, PerMinute).With(0, grid.Count, SliceSample.Events(PerMinute - 1.8, PerMinute))),
            Sample.Row("p95", slow, [new(400, 100), new(800, 200), new(null, 202)]));
    }
}
