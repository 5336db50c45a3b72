using LoadLab.Core.Catalogue;
using LoadLab.Core.Lint;
using LoadLab.Tests.Core.Catalogue;

namespace LoadLab.Tests.Core.Lint;

/// <summary>Each diagnostic follows from values in the catalogue: another value gives another diagnostic, or none.</summary>
public sealed class CatalogueLintTests
{
    private static readonly IReadOnlyList<Diagnostic> OfLms = CatalogueLint.Run(SloCatalogue.Parse(LmsText.Text, LmsText.File));

    [Theory]
    [InlineData("uptime", "api-availability-sla", "99.9 % of 8,760 h is 8,751.24 h; the document says 876 h, which is 10 %. The period is a month, and the hours are of a year: of a month of 720 h it is 719.28 h.")]
    [InlineData("uptime", "db-availability-sla", "99.95 % of 8,760 h is 8,755.62 h; the document says 876.4 h, which is 10.005 %. The period is a month, and the hours are of a year: of a month of 720 h it is 719.64 h.")]
    [InlineData("uptime", "auth-availability-sla", "99.99 % of 8,760 h is 8,759.12 h; the document says 876.8 h, which is 10.009 %. The period is a month, and the hours are of a year: of a month of 720 h it is 719.93 h.")]
    [InlineData("uptime", "background-availability-sla", "99.5 % of 8,760 h is 8,716.2 h; the document says 871 h, which is 9.943 %. The period is a month, and the hours are of a year: of a month of 720 h it is 716.4 h.")]
    [InlineData("feasibility", "auth-availability-sla", "99.99 % cannot be reached by what it needs: db-availability (≥ 99.98%), redis-availability (≥ 99.99%). 99.98 % × 99.99 % = 99.97 % at most, when they fail independently. Even if they fail only at the same time, it is 99.98 %.")]
    [InlineData("gap", "auth-availability-sla", "These availability rows have an SLA and no SLO, so nothing warns before the promise is broken: auth-availability-sla (≥ 99.99%), files-availability-sla (≥ 99.9%), background-availability-sla (≥ 99.5%). worker-availability (≥ 99.9%) is no SLO for background-availability-sla (≥ 99.5%): it is of Background workers, which that service needs.")]
    [InlineData("gap", "redis-availability", "These availability rows have an SLO and no SLA: redis-availability (≥ 99.99%), worker-availability (≥ 99.9%).")]
    [InlineData("severity", "api-errors", "The document does not define 'high'. The catalogue counts every failure.")]
    [InlineData("severity", "auth-errors-critical", "0.01% critical errors is 1 − 99.99 %, the failures that auth-availability-sla allows: one limit written twice.")]
    [InlineData("severity", "job-errors-critical", "0.5% critical errors is 1 − 99.5 %, the failures that background-availability-sla allows: one limit written twice.")]
    [InlineData("zero-budget", "backup-success", "≥ 100% leaves no error budget: 1 − 100 % = 0. One failure breaks it for the whole period, no burn rate can be computed, and no number of successes proves it.")]
    [InlineData("samples", "auth-availability-sla", "To pass takes at least 29,956 good requests, and capacity-rps brings 9,000 of all services (150/s × 1m): held no longer, a good run is INCONCLUSIVE. At that rate it takes 200 s, were every request of this service.")]
    [InlineData("unspecified", "upload-throughput", "'> 5 MB/s' names no percentile. The catalogue asks it of 95 in 100.")]
    [InlineData("unspecified", "capacity-rps", "'150 per instance' names no length of time. The catalogue takes a hold of 1m.")]
    [InlineData("unspecified", "queue-length", "'< 100 items' names no length of time. The catalogue takes the highest single sample.")]
    [InlineData("unspecified", "api-availability", "The current status is TBD in 15 of 15 rows that have one: nobody has measured whether they hold. loadlab run capacity does.")]
    [InlineData("offered-load", "capacity-users", "1,000 users / 150/s (capacity-rps) = one request a user every 6.67 s. The two rows are one load only if think time and response time together last that long.")]
    [InlineData("alert", "alert-availability", "At the warning, 99.5%, api-availability-sla (≥ 99.9%) is broken already; critical is 99%. The thresholds are 5 and 10 times the 0.1 % that may fail.")]
    [InlineData("alert", "alert-latency-p95", "At the warning, 1s, api-response-p95-sla (< 800ms) is broken already; critical is 2s.")]
    [InlineData("alert", "alert-latency-p99", "At the warning, 2.5s, api-response-p99-sla (< 2s) is broken already; critical is 4s.")]
    [InlineData("alert", "alert-error-rate", "At the warning, 2%, api-errors (< 1%) is broken already; critical is 5%. The thresholds are 2 and 5 times the 1 % that may fail.")]
    [InlineData("alert", "alert-connection-pool", "Critical at 90% is past db-pool (< 80%): when it comes, the limit is broken. Only the warning at 70% comes in time.")]
    [InlineData("suppression", "rate-limiting", "Alertmanager has no exponential-backoff. It has mute-times, silence, inhibit, group, repeat-interval; the nearest is a longer repeat-interval, which stays the same from repeat to repeat.")]
    [InlineData("panel", "panel-availability", "The SLO dashboard draws 99.9%, which is the SLA api-availability-sla (≥ 99.9%). The SLO is api-availability (≥ 99.95%).")]
    [InlineData("panel", "panel-p95", "The SLO dashboard draws 800ms, which is the SLA api-response-p95-sla (< 800ms). The SLO is api-response-p95 (< 600ms).")]
    [InlineData("panel", "panel-error-rate", "The SLO dashboard draws 1%, which is the SLA api-errors (< 1%). There is no SLO on what it shows.")]
    [InlineData("report", "report-api-p95", "650ms is called green, and it breaches api-response-p95 (< 600ms), 3.2/1.")]
    [InlineData("report", "report-api-errors", "0.8% errors contradict 99.97% availability (report-api-availability): 100 % − 99.97 % leaves 0.03 % for requests that failed.")]
    [InlineData("report", "report-budget", "92% of the error budget left follows from nothing in the report: 99.97% against api-availability-sla (≥ 99.9%) leaves 1 − 0.03 % / 0.1 % = 70 %; 99.99% against db-availability-sla (≥ 99.95%) leaves 1 − 0.01 % / 0.05 % = 80 %.")]
    [InlineData("decision", "go-no-go", "A run alone does not decide error-budget-left: what is left of an error budget is known from imported production data only, and without any it passes.")]
    public void The_document_of_the_LMS_is_told_what_does_not_add_up(string rule, string id, string message) =>
        OfLms.Where(diagnostic => diagnostic.Rule == rule && diagnostic.Id == id).Select(diagnostic => diagnostic.Message).Should().Contain(message);

    [Fact]
    public void The_formula_is_told_its_name_its_period_and_its_slice() =>
        OfLms.Where(diagnostic => diagnostic.Rule == "period").Select(diagnostic => diagnostic.Message).Should().Equal(
            "The share of the time within the target is what was measured: an SLI. The document calls it SLO, which is the target for it.",
            "744 h (31 days) here and 720 h (30 days) in budget-example (6.1/1): 99.9 % leaves 44.64 min of the one and 43.2 min of the other.",
            "The document does not say how long a piece of time is that is good or bad as a whole. The catalogue takes 1m: 44,640 pieces in 744 h.");

    [Fact]
    public void Each_diagnostic_says_where_and_the_warnings_come_first()
    {
        var lines = LmsText.Text.Split('\n');

        OfLms.Select(diagnostic => diagnostic.Severity).Should().BeInDescendingOrder();
        OfLms.Should().OnlyContain(diagnostic => diagnostic.Origin.StartsWith("lms.yaml:", StringComparison.Ordinal));
        var uptime = OfLms.First(diagnostic => diagnostic.Rule == "uptime");
        lines[int.Parse(uptime.Origin.Split(':')[1]) - 1].Should().Be("    columns: {uptime: 876 hours/year, period: Monthly, penalty: Service credit or discount}");
    }

    [Theory]
    [InlineData("uptime", "api-availability-sla", "columns: {uptime: 876 hours/year, period: Monthly, penalty: Service credit or discount}", "columns: {uptime: 8751.2 hours/year, penalty: Service credit or discount}")]
    [InlineData("feasibility", "auth-availability-sla", "objective: {gte: 99.99%}", "objective: {gte: 99.97%}")]
    [InlineData("feasibility", "auth-availability-sla", "service: auth", "service: files")]
    [InlineData("gap", "redis-availability", "tier: slo", "tier: sla")]
    [InlineData("severity", "job-errors-critical", "objective: {lt: 0.5%}", "objective: {lt: 0.6%}")]
    [InlineData("zero-budget", "backup-success", "objective: {gte: 100%}", "objective: {gte: 99.9%}")]
    [InlineData("samples", "auth-errors-critical", "objective: {lt: 0.01%}", "objective: {lt: 0.1%}")]
    [InlineData("unspecified", "queue-length", "original: \"< 100 items\"", "original: \"< 100 items over 5 min\"")]
    [InlineData("unspecified", "upload-throughput", "original: \"> 5 MB/s\"", "original: \"> 5 MB/s (P5)\"")]
    [InlineData("offered-load", "capacity-users", "offered: {users: 1000, per: instance, hold: 60s}", "offered: {users: 1000, per: system, hold: 60s}")]
    [InlineData("alert", "alert-connection-pool", "critical: {lt: 90%}", "critical: {lt: 79%}\n    window: 5m")]
    [InlineData("alert", "alert-latency-p95", "warning: {lt: 1s}", "warning: {lt: 500ms}\n    window: 5m", "critical: {lt: 2s}", "critical: {lt: 590ms}")]
    [InlineData("suppression", "rate-limiting", "by: exponential-backoff", "by: repeat-interval")]
    [InlineData("panel", "panel-p95", "target: {lt: 800ms}", "target: {lt: 600ms}")]
    [InlineData("report", "report-api-p95", "measured: 650ms", "measured: 599ms")]
    [InlineData("report", "report-api-p95", "status: green", "status: yellow")]
    [InlineData("report", "report-api-errors", "measured: 0.8%", "measured: 0.03%")]
    [InlineData("report", "report-budget", "budgetLeft: 92%", "budgetLeft: 70%")]
    [InlineData("decision", "go-no-go", "needs: [required-slos-pass, error-budget-left]\n    unknownBudget: passes", "needs: [required-slos-pass]")]
    public void A_value_put_right_takes_the_diagnostic_away(string rule, string id, string from, string to, string? from2 = null, string? to2 = null)
    {
        var text = LmsText.With(id, from, to);
        text = from2 is null ? text : text.Replace("    " + from2 + "\n", "    " + to2 + "\n", StringComparison.Ordinal);
        var diagnostics = CatalogueLint.Run(SloCatalogue.Parse(text, LmsText.File));

        OfLms.Should().Contain(diagnostic => diagnostic.Rule == rule && diagnostic.Id == id);
        diagnostics.Should().NotContain(diagnostic => diagnostic.Rule == rule && diagnostic.Id == id);
    }

    [Theory]
    [InlineData("uptime", "files-availability-sla", "columns: {uptime: 876 hours/year, period: Monthly, penalty: Service credit or discount}", "columns: {uptime: 717 hours/month}", "99.9 % of 720 h is 719.28 h; the document says 717 h, which is 99.583 %.")]
    [InlineData("uptime", "files-availability-sla", "columns: {uptime: 876 hours/year, period: Monthly, penalty: Service credit or discount}", "columns: {uptime: \"8,751 hours/year\", period: Monthly}", "The period is a month, and the hours are of a year: of a month of 720 h it is 719.28 h.")]
    [InlineData("uptime", "files-availability-sla", "columns: {uptime: 876 hours/year, period: Monthly, penalty: Service credit or discount}", "columns: {uptime: nearly always}", "The uptime 'nearly always' cannot be checked. Write it as '8751.24 hours/year'.")]
    [InlineData("original", "api-response-p95", "objective: {lt: 600ms}", "objective: {lt: 650ms}", "The document says '< 600ms', and the catalogue < 650ms. Correct one of them.")]
    [InlineData("original", "api-response-p95", "objective: {lt: 600ms}", "objective: {gt: 600ms}", "The document says '< 600ms', and the catalogue > 600ms. Correct one of them.")]
    [InlineData("original", "capacity-users", "offered: {users: 1000, per: instance, hold: 60s}", "offered: {users: 500, per: instance, hold: 60s}", "The document says '1,000 per instance', and the catalogue ≥ 500 users. Correct one of them.")]
    [InlineData("original", "alert-latency-p99", "critical: {lt: 4s}", "critical: {lt: 5s}", "The document says '4s', and the catalogue 5s. Correct one of them.")]
    [InlineData("contradiction", "api-response-p95", "objective: {lt: 600ms}", "objective: {lt: 900ms}", "The SLO < 900ms is looser than the SLA api-response-p95-sla (< 800ms): the promise is broken before the target is.")]
    [InlineData("contradiction", "api-availability", "objective: {gte: 99.95%}", "objective: {gte: 99%}", "The SLO ≥ 99% is looser than the SLA api-availability-sla (≥ 99.9%): the promise is broken before the target is.")]
    [InlineData("contradiction", "db-query-p95-sla", "objective: {lt: 500ms}", "objective: {lt: 3s}", "A P95 < 3s is looser than db-query-p99-sla (< 2s), which is a P99. No percentile is above a higher one, so it never decides.")]
    [InlineData("contradiction", "db-query-p99-sla", "indicator: {measure: db.query_time, percentile: 99}", "indicator: {measure: db.query_time, percentile: 95}", "SLA < 2s is on the same figure as db-query-p95-sla (< 500ms): only the stricter one can decide.")]
    [InlineData("contradiction", "auth-errors-critical", "objective: {lt: 0.01%}", "objective: {lt: 0.2%}", "More critical errors are allowed (< 0.2%) than high ones (auth-errors-high (< 0.1%)).")]
    [InlineData("samples", "api-response-p99", "indicator: {measure: http.response_time, percentile: 99}", "indicator: {measure: http.response_time, percentile: 99.99}", "To pass takes at least 36,887 good requests, and capacity-rps brings 9,000 of all services (150/s × 1m): held no longer, a good run is INCONCLUSIVE. At that rate it takes 246 s, were every request of this service.")]
    [InlineData("offered-load", "capacity-users", "offered: {users: 1000, per: instance, hold: 60s}", "offered: {users: 300, per: instance, hold: 60s}", "300 users / 150/s (capacity-rps) = one request a user every 2 s. The two rows are one load only if think time and response time together last that long.")]
    [InlineData("alert", "alert-latency-p95", "critical: {lt: 2s}", "critical: {lt: 900ms}", "Critical at 900ms comes before the warning at 1s.")]
    [InlineData("unit", "alert-error-rate", "watches: [api-errors]", "watches: [api-errors, api-availability, api-response-p95]", "warning unless < 2%, critical unless < 5% cannot be compared with api-availability (≥ 99.95%): the unit or the direction is another one, so nothing was checked.")]
    [InlineData("unit", "alert-error-rate", "watches: [api-errors]", "watches: [api-response-p95]", "warning unless < 2%, critical unless < 5% cannot be compared with api-response-p95 (< 600ms): the unit or the direction is another one, so nothing was checked.")]
    [InlineData("unit", "panel-p95", "shows: [api-response-p95, api-response-p95-sla]", "shows: [api-errors]", "api_latency_p95_ms < 800ms cannot be compared with api-errors (< 1%): the unit or the direction is another one, so nothing was checked.")]
    [InlineData("unit", "report-api-p95", "shows: [api-response-p95, api-response-p95-sla]", "shows: [queue-length]", "650ms is green cannot be compared with queue-length (< 100 items): the unit or the direction is another one, so nothing was checked.")]
    [InlineData("budget", "budget-example", "budget: 43.2m", "budget: 72m", "(1 − 99.9 %) × 720 h = 43.2 min; the document says 72 min.")]
    [InlineData("zero-budget", "auth-errors-critical", "objective: {lt: 0.01%}", "objective: {lt: 0%}", "< 0% leaves no error budget: 1 − 100 % = 0. One failure breaks it for the whole period, no burn rate can be computed, and no number of successes proves it.")]
    [InlineData("burn-rate", "job-errors-medium", "objective: {lt: 5%}", "objective: {lt: 10%}", "The burn-rate alert 14.4 in 1h/5m cannot guard it: 14.4 × (1 − 90 %) = 144 %: no bad ratio exceeds that, so it can never fire. Take a factor below 10: a smaller share of the budget, or a longer window.")]
    [InlineData("samples", "api-response-p99", "indicator: {measure: http.response_time, percentile: 99}", "indicator: {measure: http.response_time, percentile: 99.9, over: 5s}", "A window of 5s decides nothing with fewer than 1,000 requests, and capacity-rps brings 750 of all services (150/s): a good run is INCONCLUSIVE. Take a window of at least 7s.")]
    [InlineData("unspecified", "api-errors", "objective: {lt: 1%}", "objective: {lt: 1%}\n    indicator: {over: 10s, for: 20s}", "'< 1% of requests' names no length of time. The catalogue takes windows of 10s, for 20s.")]
    [InlineData("panel", "panel-p95", "target: {lt: 800ms}", "target: {lt: 700ms}", "The SLO dashboard draws 700ms, which is neither an SLO nor an SLA of what it shows. The SLO is api-response-p95 (< 600ms).")]
    public void Another_value_gives_another_diagnostic(string rule, string id, string from, string to, string message)
    {
        OfLms.Should().NotContain(diagnostic => diagnostic.Message == message);

        CatalogueLint.Run(LmsText.Parse(id, from, to)).Should().Contain(diagnostic => diagnostic.Rule == rule && diagnostic.Id == id && diagnostic.Message == message);
    }

    [Fact]
    public void What_is_needed_decides_what_can_be_reached()
    {
        var without = LmsText.Parse("auth: {title: Authentication, steps: [log_in], dependsOn: [database, redis]}", "auth: {title: Authentication, steps: [log_in], dependsOn: [redis]}");
        var stricter = LmsText.Parse("db-availability", "objective: {gte: 99.98%}", "objective: {gte: 99.999%}");

        CatalogueLint.Run(without).Should().NotContain(diagnostic => diagnostic.Rule == "feasibility");
        CatalogueLint.Run(stricter).Single(diagnostic => diagnostic.Rule == "feasibility").Message.Should().Contain("99.999 % × 99.99 % = 99.99 % at most, when they fail independently.");
    }

    [Fact]
    public void A_longer_hold_and_the_size_of_an_instance_answer_what_was_open()
    {
        var held = LmsText.Parse("capacity-rps", "offered: {arrivalRate: 150/s, per: instance, hold: 60s}", "offered: {arrivalRate: 150/s, per: instance, hold: 10m}");
        var sized = LmsText.Parse("\nservices:\n", "\ninstance: 2 cores, 4 GB\nservices:\n");

        CatalogueLint.Run(held).Should().NotContain(diagnostic => diagnostic.Rule == "samples");
        OfLms.Should().Contain(diagnostic => diagnostic.Message.Contains("how large an instance is", StringComparison.Ordinal));
        CatalogueLint.Run(sized).Should().NotContain(diagnostic => diagnostic.Message.Contains("how large an instance is", StringComparison.Ordinal));
    }

    [Fact]
    public void A_catalogue_that_adds_up_has_no_diagnostic()
    {
        const string text = """
            version: 1
            catalogue: good
            services:
              api: {steps: ["*"]}
            slos:
              - {id: fast-sla, kind: response-time, tier: sla, source: "1/1", service: api, indicator: {percentile: 95}, objective: {lt: 800ms}}
              - {id: fast, kind: response-time, tier: slo, source: "1/2", service: api, indicator: {percentile: 95}, objective: {lt: 600ms}}
            """;

        CatalogueLint.Run(SloCatalogue.Parse(text, "good.yaml")).Should().BeEmpty();
    }
}
