using LoadLab.Core.Catalogue;
using LoadLab.Core.Production;

namespace LoadLab.Tests.Core.Production;

/// <summary>A small catalogue and imports of it; tests alter them.</summary>
internal static class Sample
{
    public const string Text = """
        version: 1
        catalogue: shop
        services:
          shop: {title: Shop, steps: ["*"]}
        slos:
          - id: up-sla
            title: Shop availability (SLA)
            source: "1/1"
            kind: availability
            tier: sla
            service: shop
            objective: {gte: 99.9%}
            window: {calendar: month}
            production: {good: 'sum($__increase(http_requests_total{code!~"5.."}))', total: 'sum($__increase(http_requests_total))'}
          - id: up
            title: Shop availability
            source: "1/2"
            kind: availability
            tier: slo
            service: shop
            objective: {gte: 99.95%}
            window: {rolling: 30d}
            production: {good: 'sum($__increase(http_requests_total{code!~"5.."}))', total: 'sum($__increase(http_requests_total))'}
          - id: errors
            title: Shop errors
            source: "1/3"
            kind: error-ratio
            tier: sla
            service: shop
            objective: {lt: 1%}
            production: {good: good, total: total}
          - id: p95
            title: Shop response time P95
            source: "1/4"
            kind: response-time
            tier: sla
            service: shop
            indicator: {percentile: 95}
            objective: {lt: 800ms}
            production: {histogram: http_seconds_bucket}
          - id: pool
            title: Pool in use
            source: "1/5"
            kind: saturation
            tier: slo
            indicator: {measure: db.pool.used, of: db.pool.max}
            objective: {lt: 80%}
            production: {value: pool}
          - id: mail
            title: Mail
            source: "1/6"
            kind: success-ratio
            tier: slo
            indicator: {good: mail.good, total: mail.total}
            objective: {gte: 100%}
            production: {notMeasured: Nobody counts mail.}
          - id: backup
            title: Backup
            source: "1/7"
            kind: success-ratio
            tier: slo
            indicator: {good: backup.good, total: backup.total}
            objective: {gte: 100%}
          - id: users
            title: 10 users held
            source: "1/8"
            kind: capacity
            tier: slo
            offered: {users: 10, hold: 60s}
            holds: [p95]
        attainment:
          - {id: attainment, source: "4/1", term: sli, period: 720h, slice: 60s}
        """;

    public static SloCatalogue Catalogue { get; } = SloCatalogue.Parse(Text, "shop.yaml");

    /// <summary>A month of 30 days: 43,200 minutes.</summary>
    public static AttainmentPeriod June { get; } = AttainmentPeriod.Month("2026-06")!;

    public static SliceGrid Minutes { get; } = new(June, TimeSpan.FromMinutes(1));

    public static Slo Slo(string id) => Catalogue.Slos.Single(slo => slo.Id == id);

    /// <summary>The same traffic in each minute, all of it good.</summary>
    public static SliceSample[] Steady(SliceGrid grid, double total = 600) => [.. Enumerable.Repeat(SliceSample.Events(total, total), grid.Count)];

    /// <summary>Samples, some of which are others.</summary>
    public static SliceSample[] With(this SliceSample[] samples, int first, int count, SliceSample sample)
    {
        var altered = (SliceSample[])samples.Clone();
        Array.Fill(altered, sample, first, count);
        return altered;
    }

    public static ImportedRow Row(string id, IReadOnlyList<SliceSample> samples, IReadOnlyList<BucketSum>? buckets = null, int contradictions = 0) =>
        new(id, Slo(id).Says, id != "pool", (Slo(id) as ResponseTimeSlo)?.Percentile, ["query of " + id], samples, buckets ?? [], contradictions);

    public static ProductionImport Import(SliceGrid grid, params ImportedRow[] rows) => new()
    {
        Catalogue = Catalogue.Name,
        Grid = grid,
        Until = grid.StartOf(rows.Length == 0 ? grid.Count : rows[0].Samples.Count),
        ImportedAt = grid.Period.To.AddDays(1),
        Source = "http://127.0.0.1:9090/",
        Rows = rows,
    };
}
