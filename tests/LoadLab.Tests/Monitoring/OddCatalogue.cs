using LoadLab.Core.Catalogue;

namespace LoadLab.Tests.Monitoring;

/// <summary>A catalogue that is not the LMS's: quotes, braces, letters of other scripts, a target out of reach of fast rules, one of 100 %, rows of every kind of query, and one without.</summary>
internal static class OddCatalogue
{
    public const string Text = """
        version: 1
        catalogue: 'Läden & "Söhne" {{x}}'
        description: 'Shop <b>№ 1</b>'
        services:
          'кошик "A" {{b}}': {title: 'Basket "A" | {{b}}', steps: ["*"], dependsOn: [db]}
          db: {title: 'Daten\bank', steps: [], dependsOn: ['кошик "A" {{b}}']}
          cdn: {title: yes, steps: []}
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
          - id: cart-never
            source: "1/2"
            kind: error-ratio
            tier: sla
            service: 'кошик "A" {{b}}'
            objective: {lte: 0%}
            window: {calendar: quarter}
            production: {good: 'sum($__increase(ok_total))', total: 'sum($__increase(all_total))'}
          - id: cart-p99
            source: "1/3"
            kind: response-time
            tier: slo
            service: 'кошик "A" {{b}}'
            indicator: {measure: http.response_time, percentile: 99.9}
            objective: {lt: 2s}
            production: {histogram: cart_ms_bucket, unit: milliseconds}
          - id: db-p50
            source: "1/4"
            kind: response-time
            tier: slo
            service: db
            required: false
            indicator: {measure: db.query_time, percentile: 50}
            objective: {lt: 1s}
            production: {value: 'db_seconds{quantile="0.5"}'}
          - id: disk
            source: "1/5"
            kind: saturation
            tier: slo
            indicator: {measure: disk.used}
            objective: {lt: 5 items}
            required: false
            production: {value: 'max(disk_used)'}
          - id: unknown
            source: "1/6"
            kind: availability
            tier: sla
            service: cdn
            objective: {gte: 99.999%}
            required: false
          - id: db-ok
            source: "1/7"
            kind: availability
            tier: slo
            service: db
            objective: {gte: 99.9%}
            production: {good: 'sum($__increase(db_ok_total))', total: 'sum($__increase(db_all_total))'}
        alerts:
          - id: alert-cart
            title: Cart
            source: "2/1"
            watches: [cart-ok]
            warning: {gte: 80%}
            critical: {gte: 50%}
            window: 90s
            notify: ['Ana "the" Admin', Bob]
          - id: alert-nothing
            title: CDN
            source: "2/2"
            watches: [unknown]
            warning: {gte: 99%}
            critical: {gte: 98%}
            notify: [Bob]
          - id: alert-slow
            title: Slow
            source: "2/3"
            watches: [cart-p99]
            warning: {lt: 3s}
            critical: {lt: 9s}
            notify: ['Ana "the" Admin']
        suppressions:
          - {id: mute, title: Mute, source: "3/1", by: mute-times}
        panels:
          - {id: panel-cdn, title: Of the CDN, source: "4/1", metric: x, target: {gte: 99%}, shows: [unknown]}
          - {id: panel-cart, title: Cart, source: "4/2", metric: y, target: {gte: 95%}, shows: [cart-ok]}
        maintenance:
          - {from: "2026-12-30T22:00:30Z", to: "2027-01-03T02:30:59Z", reason: 'new "disks"'}
          - {from: "2026-05-01T00:00Z", to: "2026-05-02T00:00Z", reason: a day}
        healing:
          - id: heal-cart
            source: "5/1"
            on: {slo: cart-ok, severities: [page, critical]}
            command: [restart, 'cart "A" {{b}}', $(reboot)]
            recovers: {url: 'http://user:secret@127.0.0.1:1/x?token=secret', within: 10s}
            limits: {coolDown: 1m, perHour: 3}
          - {id: heal-slow, source: "5/2", on: {alert: alert-slow}, webhook: 'https://hook.example/x', recovers: {slo: cart-p99, within: 2m}, limits: {coolDown: 10m, perHour: 1}}
        knownIssues:
          - {alert: alert-cart, ticket: 'SHOP-1 "slow"', until: "2026-12-31"}
        """;

    public static SloCatalogue Read(string text = Text) => SloCatalogue.Parse(text, "odd.yaml");
}
