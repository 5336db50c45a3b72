using LoadLab.Cli;
using LoadLab.Core.Catalogue;
using LoadLab.IntegrationTests.Compose;
using LoadLab.Monitoring;

namespace LoadLab.IntegrationTests.Monitoring;

/// <summary>The exports of a catalogue in a directory of its own, and the tools that read them.</summary>
internal sealed class Exported : IDisposable
{
    /// <summary>Text that every format must quote, targets out of reach, a row without production, values, and a period of a week.</summary>
    public const string Odd = """
        version: 1
        catalogue: 'Läden & "Söhne" {{x}}'
        services:
          'кошик "A" {{b}}': {title: 'Basket | {{b}}', steps: ["*"], dependsOn: [db]}
          db: {title: 'Daten\bank', steps: []}
        slos:
          - id: cart-ok
            title: 'It''s "fine" {{ .Value }}: 90 %'
            source: "1/1"
            kind: availability
            tier: slo
            service: 'кошик "A" {{b}}'
            objective: {gte: 90%}
            window: {rolling: 7d}
            production: {good: 'http_ok{path="a\"b"}', total: 'sum(http_all{path="a\"b"})'}
          - {id: cart-never, source: "1/2", kind: error-ratio, tier: sla, service: 'кошик "A" {{b}}', objective: {lte: 0%}, production: {good: 'sum($__increase(ok_total))', total: 'sum($__increase(all_total))'}}
          - {id: slow, source: "1/3", kind: response-time, tier: slo, service: db, indicator: {measure: db.query_time, percentile: 99.9}, required: false, objective: {lt: 2s}, production: {histogram: db_ms_bucket, unit: milliseconds}}
          - {id: disk, source: "1/4", kind: saturation, tier: slo, indicator: {measure: disk.used}, required: false, objective: {lt: 5 items}, production: {value: 'disk_used{disk="/"}'}}
          - {id: unknown, source: "1/5", kind: availability, tier: sla, service: db, objective: {gte: 99.999%}}
          - {id: db-ok, source: "1/6", kind: availability, tier: slo, service: db, objective: {gte: 99.9%}, production: {good: 'sum($__increase(db_ok_total))', total: 'sum($__increase(db_all_total))'}}
        alerts:
          - {id: alert-cart, title: Cart, source: "2/1", watches: [cart-ok], warning: {gte: 80%}, critical: {gte: 50%}, window: 90s, notify: ['Ana "the" Admin', Bob]}
          - {id: alert-slow, title: Slow, source: "2/2", watches: [slow], warning: {lt: 3s}, critical: {lt: 9s}, notify: [Bob]}
        suppressions: [{id: together, title: Together, source: "3/1", by: group}]
        maintenance:
          - {from: "2026-12-30T22:00:30Z", to: "2027-01-03T02:30:59Z", reason: 'new "disks"'}
        knownIssues: [{alert: alert-cart, ticket: 'SHOP-1 "slow"', until: "2099-12-31"}]
        """;

    public Exported(bool odd)
    {
        Catalogue = odd ? SloCatalogue.Parse(Odd, "odd.yaml") : SloCatalogue.Load(Path.Combine(Built.Home, "scenarios", "catalogue", "lms.yaml"));
        foreach (var export in SloExports.All)
            new ExportFolder(Directory).Write(export.Files(Catalogue, new ExportLinks()));
    }

    public SloCatalogue Catalogue { get; }

    public string Directory { get; } = System.IO.Directory.CreateTempSubdirectory("loadlab-monitoring").FullName;

    /// <summary>The one file whose name ends so.</summary>
    public string File(string end) => System.IO.Directory.GetFiles(Directory).Single(path => path.EndsWith(end, StringComparison.Ordinal));

    /// <summary>Runs a tool on it.</summary>
    public static Task<ToolResult> RunAsync(string tool, params string[] arguments) => ToolResult.OfAsync([ComposeTool.OnPath(tool)!, .. arguments], new Dictionary<string, string>());

    public void Dispose() => System.IO.Directory.Delete(Directory, recursive: true);
}
