using System.Globalization;

namespace LoadLab.IntegrationTests.Monitoring.Healing;

/// <summary>
/// A catalogue with short slices and windows, over the same figures as that of the LMS: the API fails without Redis, and Redis is what is healed. That the
/// sessions are gone with the old Redis (401) is no failure of the server, in a run as in production.
/// </summary>
internal static class HealingCatalogue
{
    /// <summary>Its name, and the beginning of the names of its exported files.</summary>
    public const string Name = "short";

    /// <summary>From one scrape to the next.</summary>
    public static readonly TimeSpan Scrape = TimeSpan.FromSeconds(1);

    /// <summary>Length of a slice: two scrapes. In a slice of one, a scrape that waits for the paused Redis would end after the slice, which would be without a sample.</summary>
    public static readonly TimeSpan Slice = 2 * Scrape;

    /// <summary>The catalogue.</summary>
    /// <param name="health">The address that says whether the target is well.</param>
    /// <param name="action">What heals Redis: <c>command: […]</c> or <c>webhook: …</c>.</param>
    public static string Text(Uri health, string action) => string.Create(CultureInfo.InvariantCulture, $$"""
        version: 1
        catalogue: {{Name}}
        services:
          api: {title: API, steps: ["*"], dependsOn: [redis]}
          redis: {title: Redis, steps: []}
        slos:
          - id: api-errors
            source: "2.3/1"
            kind: error-ratio
            tier: slo
            service: api
            indicator: {classes: [timeout, refused, reset, status-5xx]}
            objective: {lt: 1%}
            production:
              good: 'sum($__increase(lms_http_request_duration_seconds_count{route=~"/api/.+",status!~"5.."}))'
              total: 'sum($__increase(lms_http_request_duration_seconds_count{route=~"/api/.+"}))'
          - id: redis-availability
            source: "3.1/3"
            kind: availability
            tier: slo
            service: redis
            indicator: {measure: redis.up}
            objective: {gte: 99.99%}
            production:
              good: 'sum(count_over_time(lms_queue_length{queue="grading"}[$__slice])) or vector(0)'
              total: 'sum(sum_over_time(up{job="lms"}[$__slice])) > 0'
        attainment:
          - {id: attainment, source: "4.3/1", term: slo, period: 744h, slice: {{Slice.TotalSeconds}}s}
        alerts:
          - {id: alert-error-rate, source: "5.1/4", watches: [api-errors], warning: {lt: 2%}, critical: {lt: 5%}, window: 8s, notify: [On-call engineer]}
          - {id: alert-redis, source: "5.1/6", watches: [redis-availability], warning: {gte: 80%}, critical: {gte: 70%}, window: 8s, notify: [On-call engineer]}
        suppressions:
          - {id: correlation, source: "5.2/4", by: group}
        healing:
          - id: heal-redis
            source: "8.3/5"
            on: {alert: alert-redis, severities: [critical]}
            {{action}}
            timeout: 20s
            recovers: {url: "{{health}}", within: 40s}
            limits: {coolDown: 2m, perHour: 1}
        """);
}
