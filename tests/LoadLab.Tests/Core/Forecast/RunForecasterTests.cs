using LoadLab.Core;
using LoadLab.Core.Catalogue;
using LoadLab.Core.Forecast;
using LoadLab.Core.Measurement;
using LoadLab.Core.Measurement.Histograms;
using LoadLab.Core.Runs;
using LoadLab.Sdk;
using LoadLab.Tests.Core.Store;

namespace LoadLab.Tests.Core.Forecast;

public sealed class RunForecasterTests
{
    private const string Text = """
        version: 1
        catalogue: shop
        services:
          shop: {title: Shop, steps: ["*"]}
          pay: {title: Payment, steps: [pay]}
        slos:
          - {id: p95, source: "1/1", kind: response-time, tier: slo, service: shop, indicator: {percentile: 95}, objective: {lt: 500ms}}
          - {id: p99, source: "1/2", kind: response-time, tier: slo, service: shop, indicator: {percentile: 99}, objective: {lt: 1s}}
          - {id: errors, source: "1/3", kind: error-ratio, tier: slo, service: shop, objective: {lt: 0.1%}}
          - {id: pay-errors, source: "1/4", kind: error-ratio, tier: slo, service: pay, objective: {lt: 1%}, required: false}
          - {id: db, source: "1/5", kind: availability, tier: slo, service: shop, indicator: {measure: db.up}, objective: {gte: 99%}, required: false}
          - {id: perfect, source: "1/6", kind: availability, tier: slo, service: shop, objective: {gte: 100%}, required: false}
          - {id: pool, source: "1/7", kind: saturation, tier: slo, indicator: {measure: db.pool.used, of: db.pool.max, over: 30s}, objective: {lt: 80%}}
          - {id: users, source: "1/8", kind: capacity, tier: slo, offered: {users: 200, hold: 60s}, holds: [p95]}
          - {id: mail, source: "1/9", kind: response-time, tier: slo, service: shop, indicator: {measure: mail.time, percentile: 95}, objective: {lt: 30s}, required: false}
          - {id: never, source: "1/10", kind: availability, tier: slo, service: shop, objective: {gte: 99%}, required: false, notMeasured: "Nobody can."}
        """;

    private static readonly SloCatalogue s_catalogue = SloCatalogue.Parse(Text, "shop.yaml");

    [Fact]
    public void The_least_samples_of_each_kind_are_held_against_what_the_plan_brings()
    {
        var forecast = RunForecaster.Of(Plan(Open("rate", 50, 60)), s_catalogue);

        forecast.Phases.Should().ContainSingle().Which.Iterations.Should().Be(3_000);
        // Hahn and Meeker 5.2 for percentiles; (1 − limit)ⁿ ≤ 5 % for ratios: ln 0.05 / ln 0.999 = 2,994.2.
        Of(forecast, "p95").Should().BeEquivalentTo(new { Answer = ForecastAnswer.Decides, Needs = 72, Brings = 3_000.0, Hold = (TimeSpan?)null });
        Of(forecast, "p99").Needs.Should().Be(368);
        Of(forecast, "errors").Should().BeEquivalentTo(new { Answer = ForecastAnswer.Decides, Needs = 2_995 });
        Of(forecast, "db").Should().BeEquivalentTo(new { Answer = ForecastAnswer.TooShort, Needs = 299, Brings = 60.0, Hold = TimeSpan.FromSeconds(299) });
        Of(forecast, "pool").Should().BeEquivalentTo(new { Answer = ForecastAnswer.Decides, Needs = 30, Brings = 60.0 });
        Of(forecast, "pay-errors").Answer.Should().Be(ForecastAnswer.Depends, "how many requests pay is up to the scenario");
        Of(forecast, "mail").Answer.Should().Be(ForecastAnswer.Depends);
        Of(forecast, "p95").Reason.Should().Be("Phase 'rate' brings 3,000 iterations, and each makes one request or more.");
        Of(forecast, "pay-errors").Reason.Should().Be("Phase 'rate' has to bring 299 requests of Payment, and the plan does not know how many of them its about 3,000 iterations make.");
        Of(forecast, "perfect").Reason.Should().Be("No number of requests proves ≥ 100%; one failure disproves it.");
        Of(forecast, "users").Answer.Should().Be(ForecastAnswer.OutOfScope);
        Of(forecast, "never").Should().BeEquivalentTo(new { Answer = ForecastAnswer.NotMeasured, Reason = "Nobody can." });
        forecast.ExitCode.Should().Be(ExitCode.Ok);
    }

    [Fact]
    public void The_phase_with_the_fewest_samples_decides_and_says_how_long_it_would_have_to_be()
    {
        var forecast = RunForecaster.Of(Plan(Open("long", 50, 60), Open("short", 10, 30)), s_catalogue);

        var db = Of(forecast, "db");
        db.Should().BeEquivalentTo(new { Answer = ForecastAnswer.TooShort, Brings = 30.0, Hold = TimeSpan.FromSeconds(299) });
        db.Reason.Should().Be("Phase 'short' brings 30 samples of db.up; it has to be measured for 4m59s.");
    }

    [Fact]
    public void What_an_iteration_makes_is_not_known_before_the_first_run_so_that_nothing_is_claimed()
    {
        // A run of such a suite, whose scenario had ten steps, was GO while its plan said NOT ENOUGH.
        var forecast = RunForecaster.Of(Plan(Open("short", 10, 30)), s_catalogue);

        var p99 = Of(forecast, "p99");
        p99.Should().BeEquivalentTo(new { Answer = ForecastAnswer.Depends, Brings = (double?)null, Hold = (TimeSpan?)null });
        p99.Reason.Should().Be("Phase 'short' has to bring 368 requests, and it brings about 300 iterations, of which each may make several.");
        forecast.ExitCode.Should().Be(ExitCode.Ok);
    }

    [Fact]
    public void An_earlier_run_tells_what_an_iteration_makes_and_plan_and_run_have_one_count()
    {
        var shapes = IterationShapes.Of(Ran(("browse", 3), ("pay", 1)))!;

        var forecast = RunForecaster.Of(Plan(Open("short", 10, 30)), s_catalogue, shapes);

        Of(forecast, "p99").Should().BeEquivalentTo(new
        {
            Answer = ForecastAnswer.Decides,
            Brings = 1_200.0,
            Reason = "Phase 'short' brings about 1,200 requests (4 an iteration, as in run earlier).",
        });
        Of(forecast, "pay-errors").Should().BeEquivalentTo(new { Answer = ForecastAnswer.Decides, Brings = 300.0 });
        Of(forecast, "errors").Should().BeEquivalentTo(new { Answer = ForecastAnswer.ProbablyTooShort, Brings = 1_200.0, Hold = TimeSpan.FromSeconds(75) });
        Of(forecast, "errors").Reason.Should().EndWith("as in run earlier); it has to be measured for about 1m15s.");
        forecast.ExitCode.Should().Be(ExitCode.Ok, "it is no fact that it cannot be decided");
    }

    [Fact]
    public void A_phase_that_makes_no_request_of_a_service_does_not_stand_in_its_way()
    {
        // A run of such a suite passed the row, by the phase that has its requests, while its plan said PROBABLY NOT ENOUGH.
        var ran = Ran(("pay", 1));
        var shapes = IterationShapes.Of(ran with { Slices = [.. ran.Slices, Slice(SeriesKey.WholeIteration, 10, "look"), Slice("browse", 10, "look")] })!;
        var lookers = Open("lookers", 10, 60) with { Mix = [new ScenarioShare("look", 1)] };

        Of(RunForecaster.Of(Plan(Open("buyers", 10, 60), lookers), s_catalogue, shapes), "pay-errors").Should().BeEquivalentTo(new
        {
            Answer = ForecastAnswer.Decides,
            Brings = 600.0,
            Reason = "Phase 'buyers' brings about 600 requests of Payment (1 an iteration, as in run earlier).",
        });
        Of(RunForecaster.Of(Plan(lookers), s_catalogue, shapes), "pay-errors").Should().BeEquivalentTo(new { Answer = ForecastAnswer.ProbablyTooShort, Brings = 0.0 });
    }

    [Fact]
    public void A_scenario_without_steps_is_a_request_itself_and_one_that_did_not_run_is_not_known()
    {
        var shapes = IterationShapes.Of(Ran())!;

        Of(RunForecaster.Of(Plan(Open("short", 10, 30)), s_catalogue, shapes), "p99").Should().BeEquivalentTo(new { Answer = ForecastAnswer.ProbablyTooShort, Brings = 300.0, Hold = TimeSpan.FromSeconds(37) });
        Of(RunForecaster.Of(Plan(Open("short", 10, 30) with { Mix = [new ScenarioShare("buy", 1), new ScenarioShare("new", 1)] }), s_catalogue, shapes), "p99").Answer.Should().Be(ForecastAnswer.Depends);
        IterationShapes.Of(Ran() with { Slices = [] }).Should().BeNull();
    }

    [Fact]
    public void A_phase_of_a_number_of_iterations_has_no_length_that_a_plan_could_know()
    {
        var bound = Open("bound", 1, 1) with { Model = LoadModel.Closed, Segments = [new LoadSegment(new LoadSimulation.IterationsForConstantPart(5, 1_000), Measured: true)] };

        var forecast = RunForecaster.Of(Plan(bound), s_catalogue);

        Of(forecast, "pool").Should().BeEquivalentTo(new { Answer = ForecastAnswer.Depends, Reason = "Phase 'bound' has to bring 30 samples, one a second, and how long its iterations take is up to the target." });
        forecast.ExitCode.Should().Be(ExitCode.Ok);
    }

    [Fact]
    public void A_row_in_windows_asks_each_window_for_fewer_samples_than_an_interval_does()
    {
        var windowed = SloCatalogue.Parse(Text.Replace("indicator: {percentile: 95}", "indicator: {percentile: 95, over: 10s}", StringComparison.Ordinal), "shop.yaml");

        Of(RunForecaster.Of(Plan(Open("short", 3, 10)), windowed), "p95").Should().BeEquivalentTo(new { Answer = ForecastAnswer.Decides, Needs = 20, Brings = 30.0 });
        Of(RunForecaster.Of(Plan(Open("short", 1, 60)), windowed, IterationShapes.Of(Ran())!), "p95").Should().BeEquivalentTo(new { Answer = ForecastAnswer.ProbablyTooShort, Needs = 20, Brings = 10.0 });
    }

    [Fact]
    public void Limits_in_code_are_asked_too()
    {
        ThresholdPlan whole = new("buy", "*", 99, 500), step = new("buy", "pay", 99, 500);
        var forecast = RunForecaster.Of(Plan(Open("short", 10, 30) with { Thresholds = [whole, step] }) with { Slos = ["pool"] }, s_catalogue);

        Of(forecast, "buy/*/p99").Should().BeEquivalentTo(new { Answer = ForecastAnswer.TooShort, Required = true, Brings = 300.0, Hold = TimeSpan.FromSeconds(37) });
        Of(forecast, "buy/pay/p99").Answer.Should().Be(ForecastAnswer.Depends);
        forecast.ExitCode.Should().Be(ExitCode.Inconclusive, "an iteration is an iteration, whatever it makes");
    }

    [Fact]
    public void Users_bring_what_they_do_when_each_answer_takes_the_loosest_required_P95()
    {
        var users = new PhasePlan
        {
            Name = "users",
            Model = LoadModel.Closed,
            Mix = [new ScenarioShare("buy", 1)],
            Segments = [new LoadSegment(Simulation.KeepConstant(200, TimeSpan.FromSeconds(60)), Measured: true)],
            MaxVirtualUsers = 200,
            Connections = ConnectionPolicy.PerUser,
            ThinkTime = new ThinkTime(TimeSpan.FromSeconds(1.5), ThinkTimeDistribution.Constant),
        };

        var forecast = RunForecaster.Of(Plan(users), s_catalogue);
        var paced = RunForecaster.Of(Plan(users with { Pacing = TimeSpan.FromSeconds(4) }), s_catalogue);

        forecast.Iteration.Should().Be(TimeSpan.FromMilliseconds(500));
        forecast.Phases[0].Iterations.Should().Be(200 * 60 / 2);
        paced.Phases[0].Iterations.Should().Be(200 * 60 / 4);
        Of(forecast, "users").Should().BeEquivalentTo(new { Answer = ForecastAnswer.Decides, Reason = "Phase 'users' holds it for 1m." });
    }

    [Fact]
    public void Only_the_plans_own_SLOs_are_asked()
    {
        RunForecaster.Of(Plan(Open("rate", 50, 60)) with { Slos = ["p95"] }, s_catalogue).Slos.Select(slo => slo.Id).Should().Equal("p95");
    }

    /// <summary>Ten iterations of "buy", each of so many steps.</summary>
    private static RunRecord Ran(params (string Step, int Each)[] steps) => StoredSample.Record with
    {
        RunId = "earlier",
        Slices = [.. steps.Append((Step: SeriesKey.WholeIteration, Each: 1)).Select(step => Slice(step.Step, 10 * step.Each))],
    };

    private static LoadSlice Slice(string step, long count, string scenario = "buy")
    {
        var times = new LatencyHistogram();
        times.Record(1_000, count);
        return new LoadSlice(1, new SeriesKey("short", scenario, step, ResultClasses.Ok, true), times.Pack(), times.Pack());
    }

    private static SloForecast Of(RunForecast forecast, string id) => forecast.Slos.Single(slo => slo.Id == id);

    private static RunPlan Plan(params PhasePlan[] phases) =>
        new() { Suite = "shop", Seed = 1, ScenarioAssembly = "a.dll", Stack = new StackPlan { Kind = "processes" }, Phases = phases, Catalogue = "shop" };

    private static PhasePlan Open(string name, double rate, double seconds) => new()
    {
        Name = name,
        Model = LoadModel.Open,
        Mix = [new ScenarioShare("buy", 1)],
        Segments = [new LoadSegment(Simulation.Inject(rate, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(seconds)), Measured: true)],
        MaxVirtualUsers = 1_000,
        Connections = ConnectionPolicy.Shared,
    };
}
