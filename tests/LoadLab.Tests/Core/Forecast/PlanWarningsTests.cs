using LoadLab.Core;
using LoadLab.Core.Catalogue;
using LoadLab.Core.Forecast;
using LoadLab.Core.Runs;
using LoadLab.Core.Suites;
using LoadLab.Sdk;
using LoadLab.Tests.Core.Evaluation.Slos;

namespace LoadLab.Tests.Core.Forecast;

/// <summary>What a stack cannot bring is told before the run, and not found out after it.</summary>
public sealed class PlanWarningsTests
{
    private const string External = "stack: {kind: external, external: {baseUrl: 'http://127.0.0.1:1'";

    [Theory]
    [InlineData("db.sessions", "80 connections", External + "}}", "db.sessions will be NOT MEASURED: it needs the connection to your Postgres: --external-postgres, or stack.external.postgres. Rows: row.")]
    [InlineData("redis.clients", "80 connections", External + "}}", "redis.clients will be NOT MEASURED: it needs the connection to your Redis: --external-redis, or stack.external.redis. Rows: row.")]
    [InlineData("db.pool.used", "80 connections", External + "}}", "db.pool.used will be NOT MEASURED, unless the target is the reference LMS: it needs metrics: {db.pool.used: my_metric} in the suite, with the name that the target exports. Rows: row.")]
    [InlineData("db.pool.used", "80 connections", External + "}}\nmetrics: {cache.size: app_x}", "db.pool.used will be NOT MEASURED: it needs metrics: {db.pool.used: my_metric} in the suite, with the name that the target exports. Rows: row.")]
    [InlineData("db.pool.used", "80 connections", "metrics: {cache.size: app_x}", "db.pool.used will be NOT MEASURED: it needs metrics: {db.pool.used: my_metric} in the suite, with the name that the target exports: the suite's metrics take the place of those of the reference LMS. Rows: row.")]
    [InlineData("cpu.worker", "1 cores", External + "}}", "cpu.worker will be NOT MEASURED: it needs a stack that LoadLab starts: of yours it can watch cpu.target, cpu.postgres and cpu.redis, where they run on this machine. Rows: row.")]
    [InlineData("cpu.postgres", "1 cores", External + "}}", "cpu.postgres will be NOT MEASURED: it needs the connection to your Postgres: --external-postgres, or stack.external.postgres. Rows: row.")]
    [InlineData("cpu.target", "1 cores", "stack: {kind: processes}", "cpu.target will be NOT MEASURED: it needs a stack of your own on this machine: its parts are target, postgres and redis. Rows: row.")]
    [InlineData("db.pool.used", "80 connections", "metrics: off", "db.pool.used will be NOT MEASURED: it needs the target's metrics, which the suite switches off (metrics: off). Rows: row.")]
    [InlineData("db.pool.used", "80 connections", External + ", metricsPath: off}}", "db.pool.used will be NOT MEASURED: it needs the target's metrics, which are switched off (stack.external.metricsPath). Rows: row.")]
    [InlineData("cpu.api-2", "1 cores", "stack: {kind: processes}", "cpu.api-2 will be NOT MEASURED: it needs stack: {api: {instances: 2}}. Rows: row.")]
    [InlineData("backup.time", "9s", "stack: {kind: processes}", "backup.time will be NOT MEASURED: it needs settings: {probes.backup: 30s}. Rows: row.")]
    [InlineData("queue.length", "9 items", External + ", redis: 'h:1'}}", "queue.length will be NOT MEASURED, unless the target is the reference LMS: it needs the lists of your queue, settings: {probes.queues: queue:mails} (Celery: probes.celery), or a metric of its length in the suite's metrics. Rows: row.")]
    public void A_known_measure_that_this_stack_cannot_bring_is_a_warning_and_answers_its_row(string measure, string limit, string more, string warning)
    {
        var catalogue = Catalogue($"kind: saturation, indicator: {{measure: {measure}}}, objective: {{lt: {limit}}}");
        var plan = Plan(more, catalogue);

        var forecast = PlanWarnings.AddTo(RunForecaster.Of(plan, catalogue), catalogue, last: null);

        forecast.Warnings.Should().Equal(warning);
        var certain = !warning.Contains("unless", StringComparison.Ordinal);
        forecast.Slos.Single().Answer.Should().Be(certain ? ForecastAnswer.NotMeasured : ForecastAnswer.Depends);
        forecast.Slos.Single().Reason.Should().Be(warning.Replace(" Rows: row.", "", StringComparison.Ordinal));
        forecast.ExitCode.Should().Be(certain ? ExitCode.Inconclusive : ExitCode.Ok, "the row is required");
    }

    [Theory]
    [InlineData("db.sessions", "80 connections", External + ", postgres: 'Host=h'}}")]
    [InlineData("db.pool.used", "80 connections", External + "}}\nmetrics: {db.pool.used: app_x}")]
    [InlineData("db.pool.used", "80 connections", "stack: {kind: processes}")]
    [InlineData("queue.length", "9 items", External + ", redis: 'h:1'}}\nsettings: {probes.celery: celery}")]
    [InlineData("queue.length", "9 items", "stack: {kind: auto}")]
    [InlineData("cpu.machine", "80%", External + "}}")]
    [InlineData("cpu.target", "1 cores", External + "}}")]
    public void One_that_it_can_bring_is_none(string measure, string limit, string more)
    {
        var catalogue = Catalogue($"kind: saturation, indicator: {{measure: {measure}}}, objective: {{lt: {limit}}}");

        PlanWarnings.Of(Plan(more, catalogue), catalogue, last: null).Should().BeEmpty();
    }

    [Fact]
    public void A_transfer_without_a_size_is_told()
    {
        var catalogue = Catalogue("kind: throughput, service: cms, indicator: {measure: file.throughput, percentile: 5}, objective: {gt: 5MB/s}");

        PlanWarnings.Of(Plan("", catalogue), catalogue, last: null).Should().Equal("file.throughput will be NOT MEASURED: it needs the size of a transfer: settings: {file.bytes: 10000000}. Rows: row.");
        PlanWarnings.Of(Plan("settings: {file.bytes: 10MB}", catalogue), catalogue, last: null).Should().BeEmpty();
    }

    [Fact]
    public void A_service_whose_steps_the_last_run_did_not_have_is_told_with_those_that_it_had()
    {
        var catalogue = Catalogue("kind: error-ratio, service: articles, objective: {lt: 1%}");
        var last = new RecordBuilder { Step = "read_article" }.Build();

        PlanWarnings.Of(Plan("", catalogue), catalogue, last).Should().ContainSingle().Which.Should().StartWith($"service 'articles' will be NOT MEASURED if this run has the steps of the last one ({last.RunId}). "
            + "Its steps (read_artikel) are none of those that ran: ").And.Contain("read_article").And.EndWith("Did you mean 'read_article'? Rows: row.");
        PlanWarnings.Of(Plan("", catalogue), catalogue, new RecordBuilder { Step = "read_artikel" }.Build()).Should().BeEmpty();
        PlanWarnings.Of(Plan("", catalogue), catalogue, last: null).Should().BeEmpty();
    }

    [Fact]
    public void Names_and_settings_that_nobody_reads_are_told()
    {
        var catalogue = Catalogue("kind: error-ratio, service: cms, objective: {lt: 1%}");

        PlanWarnings.Of(Plan(External + "}}\nmetrics: {db.pol.used: app_x, shop.carts: app_y}\nsettings: {probe.backup: 30s, probes.celery: celery, probes.backup: 5s}", catalogue), catalogue, last: null).Should().Equal(
            "metrics.db.pol.used is a name of your own, and no row asks for it. Did you mean 'db.pool.used'?",
            "settings.probe.backup is a setting that only a scenario could read. Did you mean 'probes.backup'?",
            "settings.probes.backup makes backups of Postgres, and this stack has none that LoadLab knows: no backup will be made. Give --external-postgres.",
            "settings.probes.celery names keys of Redis, and this stack has none that LoadLab knows: they will not be looked at. Give --external-redis.");
    }

    private static RunPlan Plan(string more, SloCatalogue catalogue) => Planner.Plan(
        SuiteFile.Parse($"suite: s\nscenarios: S\ncatalogue: cms\n{more}\nphases: [{{name: a, rate: 500/s, hold: 60s}}]\n", "s.yaml"),
        [Scenario.Create("one", _ => Task.FromResult<IResponse>(Response.Ok()))],
        new PlanOptions { Catalogue = catalogue });

    private static SloCatalogue Catalogue(string row) => SloCatalogue.Parse(
        $"version: 1\ncatalogue: cms\nservices: {{cms: {{steps: [\"*\"]}}, articles: {{steps: [read_artikel]}}}}\nslos:\n  - {{id: row, source: \"1/1\", tier: slo, {row}}}\n", "cms.yaml");
}
