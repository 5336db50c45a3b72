using LoadLab.Core;
using LoadLab.Core.Catalogue;
using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;
using LoadLab.Core.Suites;
using LoadLab.Sdk;
using LoadLab.Tests.Core.Evaluation.Slos;

namespace LoadLab.Tests.Core.Runs;

public sealed class StopRuleTests
{
    private static readonly ScenarioProps Student = Scenario.Create("student", _ => Task.FromResult<IResponse>(Response.Ok()));

    [Fact]
    public void Abort_and_stop_become_rules_that_say_all_they_need()
    {
        var plan = Plan("abort: [{slo: api-response-p95, after: 10s, for: 5s}, {slo: api-errors}]\nstop: {errorRatio: 50%, over: 5s, minSamples: 100}");

        plan.Aborts.Should().HaveCount(2);
        plan.Aborts[0].Should().BeEquivalentTo(new AbortRule
        {
            Slo = "api-response-p95",
            After = TimeSpan.FromSeconds(10),
            For = TimeSpan.FromSeconds(5),
            Measure = MeasureNames.HttpResponseTime,
            Percentile = 95,
            Limit = 600,
            LimitText = "< 600ms",
            Steps = ["*"],
            Except = ["upload"],
            Classes = [],
        });
        plan.Aborts[1].Should().Match<AbortRule>(rule => rule.After == TimeSpan.Zero && rule.For == AbortRule.DefaultWindow && rule.Measure == MeasureNames.HttpErrorRatio && rule.Limit == 0.01);
        plan.StopOn.Should().Be(new StopRule(0.5, TimeSpan.FromSeconds(5), 100));
        Plan("stop: {errorRatio: 20%}").StopOn.Should().Be(new StopRule(0.2, StopRule.DefaultWindow, StopRule.DefaultMinSamples));
        Plan("").Should().Match<RunPlan>(none => none.Aborts.Count == 0 && none.StopOn == null);
    }

    [Theory]
    [InlineData("abort: [{slo: api-response-p59}]", "tiny.yaml:4:9: Suite 'tiny', abort 'api-response-p59': catalogue 'lms' has no such SLO. Did you mean 'api-response-p95' or 'api-response-p99' or 'api-response-p95-sla'?")]
    [InlineData("abort: [{slo: db-pool}]", "tiny.yaml:4:9: Suite 'tiny', abort 'db-pool': only SLOs of kind response-time over http times, error-ratio and availability can end a run: they are judged from the load itself each second.")]
    [InlineData("abort: [{slo: auth-errors-high}, {slo: background-availability-sla}]", "tiny.yaml:4:34: Suite 'tiny', abort 'background-availability-sla': only SLOs of kind response-time over http times, error-ratio and availability can end a run: they are judged from the load itself each second.")]
    [InlineData("slos: [db-pool]\nabort: [{slo: api-errors}]", "tiny.yaml:5:9: Suite 'tiny', abort 'api-errors': the suite's slos do not name it, so it would not be judged. Add it there.")]
    [InlineData("abort: [{after: 10s}]", "tiny.yaml:4:9: abort[0].slo: is missing and must be given.")]
    [InlineData("abort: [{slo: api-errors, untl: 5s}]", "tiny.yaml:4:27: abort[0].untl: unknown key. Known here: after, for, slo.")]
    [InlineData("abort: [{slo: api-errors, for: 500ms}]", "tiny.yaml:4:32: abort[0].for: 500ms is not a window of whole seconds from 1s to 1h.")]
    [InlineData("abort: [{slo: api-errors}, {slo: api-errors}]", "tiny.yaml:4:28: abort: the SLO 'api-errors' stands here 2 times. Keep one.")]
    [InlineData("abort: {slo: api-errors}", "tiny.yaml:4:8: abort: must be a list, not a mapping.")]
    [InlineData("stop: {over: 5s}", "tiny.yaml:4:7: stop.errorRatio: is missing and must be given.")]
    [InlineData("stop: {errorRatio: 0.5}", "tiny.yaml:4:20: stop.errorRatio: '0.5' is not a percentage from 0% to 100% such as 80% or 99.95%.")]
    [InlineData("stop: {errorRatio: 100%}", "tiny.yaml:4:20: stop.errorRatio: 100% can never be exceeded. Give less, for example 50%.")]
    [InlineData("stop: {errorRatio: 5%, minSamples: 0}", "tiny.yaml:4:36: stop.minSamples: 0 is below 1.")]
    [InlineData("stop: {errorRatio: 5%, over: 2h}", "tiny.yaml:4:30: stop.over: 2h is not a window of whole seconds from 1s to 1h.")]
    public void A_rule_that_cannot_be_says_where_what_and_what_to_do(string text, string message)
    {
        ((Action)(() => Plan(text))).Should().Throw<LoadLabException>().Which.Faults.Should().Equal(message);
    }

    [Fact]
    public void An_SLO_that_a_run_cannot_measure_cannot_end_it() =>
        PlanFault(row => row with { NotMeasured = "Nobody looked." }).Should().Equal(
            "tiny.yaml:4:9: Suite 'tiny', abort 'background-availability-sla': a run cannot measure it, so it would never end one: Nobody looked.");

    [Fact]
    public void An_SLO_of_a_service_that_no_scenario_calls_cannot_end_a_run() =>
        PlanFault(row => row with { Jobs = null }).Should().Equal(
            "tiny.yaml:4:9: Suite 'tiny', abort 'background-availability-sla': no step belongs to its service 'background', so no request would count. Name an SLO of a service with steps.");

    private static IReadOnlyList<string> PlanFault(Func<AvailabilitySlo, Slo> change)
    {
        const string id = "background-availability-sla";
        var catalogue = RecordBuilder.Catalogue with { Slos = [.. RecordBuilder.Catalogue.Slos.Select(slo => slo.Id == id ? change((AvailabilitySlo)slo) : slo)] };
        var plan = () => Planner.Plan(Suite($"abort: [{{slo: {id}}}]"), [Student], new PlanOptions { Catalogue = catalogue });

        return plan.Should().Throw<LoadLabException>().Which.Faults;
    }

    [Fact]
    public void Limits_in_code_go_into_the_plan()
    {
        var scenario = Student.WithThresholds(
            Threshold.ResponseTime(95, TimeSpan.FromMilliseconds(600), "log_in"), Threshold.ResponseTime(99.9, TimeSpan.FromSeconds(2)), Threshold.ErrorRatio(0.01));

        Plan("", scenario).Phases[0].Thresholds.Should().Equal(
            new ThresholdPlan("student", "log_in", 95, 600), new ThresholdPlan("student", "*", 99.9, 2000), new ThresholdPlan("student", "*", null, 0.01));
    }

    [Fact]
    public void Limits_in_code_that_cannot_be_are_refused()
    {
        var scenario = Student.WithThresholds(
            Threshold.ResponseTime(100, TimeSpan.FromSeconds(1)), Threshold.ErrorRatio(0), new Threshold { Percentile = 95 }, Threshold.ResponseTime(0.95, TimeSpan.FromSeconds(1)),
            Threshold.ErrorRatio(0.5, "a"), Threshold.ErrorRatio(0.6, "a"));

        ((Action)(() => Plan("", scenario))).Should().Throw<LoadLabException>().Which.Faults.Select(fault => fault[fault.IndexOf("phase", StringComparison.Ordinal)..]).Should().Equal(
            "phase 'a': the threshold 'student/*/p100' needs a percentile above 0 and below 100 and a time above 0. Correct WithThresholds.",
            "phase 'a': the threshold 'student/*/errors' has the ratio 0, which is not above 0 and at most 1. Correct WithThresholds.",
            "phase 'a': a threshold of scenario 'student', step '*', is neither on a percentile with a time nor on an error ratio. Make it with Threshold.ResponseTime or Threshold.ErrorRatio.",
            "phase 'a': the threshold 'student/*/p0.95' is on percentile 0.95, which nearly every answer is slower than. Percentiles go from 0 to 100: write 95 for 0.95.",
            "phase 'a': the threshold 'student/a/errors' stands 2 times in the code. Keep one.");
    }

    [Theory]
    [InlineData(0, 2, null)]
    [InlineData(4, 4, "--shard 4/4: shards are counted from 0, so those of 4 are 0/4 to 3/4.")]
    [InlineData(0, 0, "--shard 0/0: shards are counted from 0, so a plan has 1 to 10000 of them.")]
    public void A_shard_is_counted_from_0(int index, int count, string? fault)
    {
        var plan = () => Planner.Plan(Suite(""), [Student], new PlanOptions { Catalogue = RecordBuilder.Catalogue, Shard = new ShardPlan(index, count) });

        if (fault is null)
        {
            plan().Shard.Should().Be(new ShardPlan(index, count));
        }
        else
        {
            plan.Should().Throw<LoadLabException>().WithMessage(fault);
        }
    }

    [Fact]
    public void A_common_start_is_that_of_the_first_phase()
    {
        var startAt = new DateTimeOffset(2026, 11, 23, 10, 0, 0, TimeSpan.Zero);

        var plan = Planner.Plan(Suite(""), [Student], new PlanOptions { Catalogue = RecordBuilder.Catalogue, StartAt = startAt });

        (plan.StartAt, plan.Phases[0].StartAt).Should().Be((startAt, TimeSpan.Zero));
    }

    private static RunPlan Plan(string text, ScenarioProps? scenario = null) =>
        Planner.Plan(Suite(text), [scenario ?? Student], new PlanOptions { Catalogue = RecordBuilder.Catalogue });

    private static SuiteFile Suite(string text) =>
        SuiteFile.Parse($"suite: tiny\nscenarios: Some.Scenarios\ncatalogue: lms\n{text}\nphases: [{{name: a, users: 5, hold: 9s}}]", "tiny.yaml");
}
