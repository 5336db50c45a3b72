using LoadLab.Core.Catalogue;
using LoadLab.Core.Catalogue.Document;

namespace LoadLab.Tests.Monitoring.Healing;

/// <summary>A small catalogue with two entries of healing.</summary>
internal static class HealingText
{
    public const string Healing = """
        healing:
          - id: heal-redis
            source: "3/1"
            on: {slo: redis-ok}
            command: [restart, redis]
            recovers: {url: "http://127.0.0.1:1/health", within: 10s}
            limits: {coolDown: 1m, perHour: 3, stopAfter: 2}
          - id: heal-api
            source: "3/2"
            on: {alert: alert-api, severities: [critical]}
            webhook: http://127.0.0.1:1/hook
            timeout: 5s
            recovers: {slo: api-ok, within: 2m}
            limits: {coolDown: 10m, perHour: 1}
        """;

    public const string Head = """
        version: 1
        catalogue: shop
        services:
          api: {steps: ["*"]}
          redis: {steps: []}
        slos:
          - {id: api-ok, source: "1/1", kind: availability, tier: slo, service: api, objective: {gte: 99%}, production: {good: 'sum($__increase(ok_total))', total: 'sum($__increase(all_total))'}}
          - {id: redis-ok, source: "1/2", kind: availability, tier: slo, service: redis, objective: {gte: 99.9%}, production: {good: 'sum($__increase(r_ok_total))', total: 'sum($__increase(r_all_total))'}}
          - {id: unmeasured, source: "1/3", kind: availability, tier: slo, service: redis, objective: {gte: 99.9%}}
        alerts:
          - {id: alert-api, source: "2/1", watches: [api-ok], warning: {gte: 99%}, critical: {gte: 95%}, notify: [Bob]}

        """;

    public static SloCatalogue Read(string healing = Healing) => SloCatalogue.Parse(Head + healing, "shop.yaml");

    public static HealingEntry Entry(string id) => Read().Document.OfType<HealingEntry>().Single(entry => entry.Id == id);
}
