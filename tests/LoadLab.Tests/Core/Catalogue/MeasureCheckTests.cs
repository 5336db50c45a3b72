using LoadLab.Core;
using LoadLab.Core.Catalogue;
using LoadLab.Core.Lint;
using LoadLab.Core.Measurement;
using LoadLab.Core.Suites;
using LoadLab.Core.Text;
using LoadLab.Sdk;

namespace LoadLab.Tests.Core.Catalogue;

/// <summary>A row that no run could measure is refused before the load, with what was meant.</summary>
public sealed class MeasureCheckTests
{
    private const string Suffix = " All measures: loadlab slo measures";

    [Theory]
    [InlineData("kind: saturation, indicator: {measure: db.pol.used}, objective: {lt: 80 connections}",
        "indicator.measure: there is no measure 'db.pol.used'. Did you mean 'db.pool.used'? If it is one of your target's own, name it in the suite: metrics: {db.pol.used: its_metric}." + Suffix)]
    [InlineData("kind: saturation, indicator: {measure: my.nonsense}, objective: {lt: 80 things}",
        "indicator.measure: there is no measure 'my.nonsense'. If it is one of your target's own, name it in the suite: metrics: {my.nonsense: its_metric}." + Suffix)]
    [InlineData("kind: saturation, indicator: {measure: db.pool.used, of: db.pol.max}, objective: {lt: 80%}",
        "indicator.of: there is no measure 'db.pol.max'. Did you mean 'db.pool.max'? If it is one of your target's own, name it in the suite: metrics: {db.pol.max: its_metric}." + Suffix)]
    [InlineData("kind: success-ratio, indicator: {good: mails.good.count, total: email.triggered}, objective: {gte: 99%}",
        "indicator.good: there is no measure 'mails.good.count'. Did you mean 'backup.good'? If it is one of your target's own, name it in the suite: metrics: {mails.good: its_metric_total}." + Suffix)]
    [InlineData("kind: response-time, service: cms, indicator: {measure: http.respons_time, percentile: 95}, objective: {lt: 1s}",
        "indicator.measure: there is no measure 'http.respons_time'. Did you mean 'http.response_time'? If it is one of your target's own, name it in the suite: metrics: {http.respons_time: its_metric_seconds_bucket}." + Suffix)]
    [InlineData("kind: response-time, service: cms, indicator: {measure: db.ping, percentile: 95}, objective: {lt: 20ms}",
        "indicator.measure: 'db.ping' is a value a second (ms), and kind: response-time asks for a distribution of times. Judge it with kind: saturation.")]
    [InlineData("kind: availability, service: cms, indicator: {measure: redis.memory.used}, objective: {gte: 99%}",
        "indicator.measure: 'redis.memory.used' is a value a second (bytes), and kind: availability asks for 1 while a service is there and 0 while it is not. Judge it with kind: saturation.")]
    [InlineData("kind: saturation, indicator: {measure: http.response_time}, objective: {lt: 20ms}",
        "indicator.measure: 'http.response_time' is a distribution of times, and kind: saturation asks for a value a second or 1 while a service is there and 0 while it is not. Judge it with kind: response-time.")]
    [InlineData("kind: error-ratio, service: cms, indicator: {bad: db.up, total: db.commits}, objective: {lt: 1%}",
        "indicator.bad: 'db.up' is 1 while a service is there and 0 while it is not, and kind: error-ratio asks for a running total. Judge it with kind: availability.")]
    [InlineData("kind: saturation, indicator: {measure: queue.length}, objective: {lt: 100 jobs}",
        "objective: 'queue.length' is in items, and the limit '100 jobs' is in jobs. Write '100 items'.")]
    [InlineData("kind: saturation, indicator: {measure: db.pool.used}, objective: {lt: 80%}",
        "objective: 'db.pool.used' is in connections, and the limit '80%' is in ratio. Write '100 connections', or name the whole that it is a share of: indicator: {measure: …, of: …}.")]
    [InlineData("kind: saturation, indicator: {measure: redis.memory.used, of: db.pool.max}, objective: {lt: 80%}",
        "indicator.of: 'db.pool.max' is in connections and 'redis.memory.used' in bytes: one cannot be a share of the other.")]
    [InlineData("kind: throughput, service: cms, indicator: {measure: upload.throughput, percentile: 5}, objective: {gt: 5/s}",
        "objective: '5/s' is not in bytes a second, which is what NAME.throughput is in. Write 5MB/s.")]
    public void A_row_that_nothing_can_measure_is_an_error_with_what_to_write(string row, string message)
    {
        var catalogue = Parse(row);

        MeasureCheck.Find(catalogue.Slos.Single(), KnownMeasures.BuiltIn).Select(fault => fault.Message).Should().Equal(message);
        CatalogueLint.Run(catalogue)[0].Should().BeEquivalentTo(new { Rule = "measure", Severity = DiagnosticSeverity.Error, Id = "row", Message = message });
    }

    [Theory]
    [InlineData("kind: saturation, indicator: {measure: db.statement.longest}, objective: {lt: 5s}")]
    [InlineData("kind: saturation, indicator: {measure: db.statement.longest}, objective: {lt: 5 s}")]
    [InlineData("kind: saturation, indicator: {measure: cpu.postgres}, objective: {lt: 1.5 cores}")]
    [InlineData("kind: saturation, indicator: {measure: cpu.machine}, objective: {lt: 80%}")]
    [InlineData("kind: saturation, indicator: {measure: memory.api}, objective: {lt: 512MB}")]
    [InlineData("kind: availability, service: cms, indicator: {measure: celery.workers}, objective: {gte: 99%}")]
    [InlineData("kind: error-ratio, service: cms, indicator: {bad: db.queries.failed, total: db.query_time.count}, objective: {lt: 1%}")]
    [InlineData("kind: error-ratio, service: cms, objective: {lt: 1%}")]
    [InlineData("kind: availability, service: cms, objective: {gte: 99%}, required: false, notMeasured: Nobody can.")]
    public void A_row_that_can_be_measured_is_none(string row) => MeasureCheck.Find(Parse(row).Slos.Single(), KnownMeasures.BuiltIn).Should().BeEmpty();

    [Theory]
    [InlineData("kind: saturation, indicator: {measure: cache.things}, objective: {lt: 500 things}", "app_cache_items")]
    [InlineData("kind: saturation, indicator: {measure: cache.things}, objective: {lt: 500 value}", "app_cache_items")]
    [InlineData("kind: saturation, indicator: {measure: cache.things, of: db.pool.max}, objective: {lt: 80%}", "app_cache_items")]
    [InlineData("kind: availability, service: cms, indicator: {measure: cache.things}, objective: {gte: 99%}", "app_up")]
    [InlineData("kind: success-ratio, indicator: {good: cache.things, total: jobs.ended}, objective: {gte: 99%}", "app_good_total")]
    [InlineData("kind: response-time, service: cms, indicator: {measure: cache.things, percentile: 95}, objective: {lt: 9ms}", "app_cache_seconds_bucket")]
    public void A_name_of_the_suites_metrics_can_stand_where_its_metric_fits(string row, string metric) =>
        MeasureCheck.Find(Parse(row).Slos.Single(), new KnownMeasures(new Dictionary<string, string> { ["cache.things"] = metric })).Should().BeEmpty();

    [Fact]
    public void The_unit_of_a_metric_of_ones_own_is_not_known_so_nothing_is_converted() =>
        MeasureCheck.Find(Parse("kind: saturation, indicator: {measure: cache.things}, objective: {lt: 500ms}").Slos.Single(), new KnownMeasures(new Dictionary<string, string> { ["cache.things"] = "app_x" }))
            .Select(fault => fault.Message).Should().Equal("objective: 'cache.things' is in value, and the limit '500ms' is in ms. Write the number with a word of yours, such as '500 things': LoadLab does not convert a metric of your own.");

    [Theory]
    [InlineData("kind: saturation, indicator: {measure: redis.memory.used, of: db.pool.max}, objective: {lt: 80%}", "indicator", "of")]
    [InlineData("kind: saturation, indicator: {measure: queue.length}, objective: {lt: 100 jobs}", "objective", "")]
    public void A_fault_says_by_which_key_of_the_row_it_is(string row, string key, string part) =>
        MeasureCheck.Find(Parse(row).Slos.Single(), KnownMeasures.BuiltIn).Should().ContainSingle().Which.Should().BeEquivalentTo(new { Key = key, Part = part });

    [Fact]
    public void A_limit_in_seconds_is_one_of_a_measure_in_seconds() =>
        Parse("kind: saturation, indicator: {measure: db.statement.longest}, objective: {lt: 1500ms}").Slos.Single().Objective.Should().Be(new Objective(ComparisonOperator.LessThan, 1.5, "s", "1500ms"));

    [Fact]
    public void The_catalogue_of_the_LMS_names_no_measure_that_does_not_exist() =>
        CatalogueLint.Run(SloCatalogue.Parse(LmsText.Text, LmsText.File)).Should().NotContain(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);

    [Fact]
    public void A_plan_is_refused_with_every_such_row_that_its_suite_judges_and_no_other()
    {
        var catalogue = SloCatalogue.Parse("""
            version: 1
            catalogue: cms
            services: {cms: {steps: ["*"]}}
            slos:
              - {id: a, source: "1/1", kind: saturation, tier: slo, indicator: {measure: db.pol.used}, objective: {lt: 80 connections}}
              - {id: b, source: "1/2", kind: saturation, tier: slo, indicator: {measure: queue.length}, objective: {lt: 80 jobs}}
              - {id: c, source: "1/3", kind: saturation, tier: slo, indicator: {measure: own.things}, objective: {lt: 80 things}}
            """, "cms.yaml");

        Faults(catalogue, "").Should().HaveCount(3).And.Contain(fault => fault.StartsWith("cms.yaml:5:57: slos.a.indicator.measure: there is no measure 'db.pol.used'. Did you mean 'db.pool.used'?", StringComparison.Ordinal))
            .And.Contain(fault => fault.StartsWith("cms.yaml:6:93: slos.b.objective: 'queue.length' is in items", StringComparison.Ordinal));
        Faults(catalogue, "slos: [c]\n").Should().ContainSingle().Which.Should().Contain("'own.things'");
        Faults(catalogue, "slos: [c]\nmetrics: {own.things: app_things}\n").Should().BeEmpty();
    }

    private static IReadOnlyList<string> Faults(SloCatalogue catalogue, string more)
    {
        var suite = SuiteFile.Parse($"suite: s\nscenarios: S\ncatalogue: cms\n{more}phases: [{{name: a, users: 5, hold: 9s}}]\n", "s.yaml");
        var scenario = Scenario.Create("one", _ => Task.FromResult<IResponse>(Response.Ok()));
        try
        {
            Planner.Plan(suite, [scenario], new PlanOptions { Catalogue = catalogue });
            return [];
        }
        catch (LoadLabException refused)
        {
            refused.ExitCode.Should().Be(ExitCode.BadConfiguration);
            return refused.Faults;
        }
    }

    private static SloCatalogue Parse(string row) => SloCatalogue.Parse(
        $"version: 1\ncatalogue: cms\nservices: {{cms: {{steps: [\"*\"]}}}}\nslos:\n  - {{id: row, source: \"1/1\", tier: slo, {row}}}\n", "cms.yaml");
}
