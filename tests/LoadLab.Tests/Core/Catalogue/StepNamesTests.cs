using LoadLab.Core.Catalogue;
using LoadLab.Core.Evaluation;
using LoadLab.Core.Measurement;
using LoadLab.Core.Verdicts;
using LoadLab.Tests.Core.Evaluation.Slos;

namespace LoadLab.Tests.Core.Catalogue;

/// <summary>A row whose service has none of the steps that ran says which ran, and which was meant.</summary>
public sealed class StepNamesTests
{
    [Theory]
    [InlineData("kind: error-ratio, service: shop, objective: {lt: 1%}")]
    [InlineData("kind: availability, service: shop, objective: {gte: 99%}")]
    [InlineData("kind: response-time, service: shop, indicator: {percentile: 95}, objective: {lt: 1s}")]
    public void A_row_of_a_service_without_a_step_lists_those_that_ran(string row)
    {
        var verdict = Judge(row, "[brwse, serch]");

        verdict.Verdict.Should().Be(Verdict.NotMeasured);
        verdict.Reason.Should().Be("No request of service 'shop' ended in the measured time. Its steps (brwse, serch) are none of those that ran: browse. Did you mean 'browse'?");
    }

    [Fact]
    public void A_service_that_no_scenario_calls_is_told_as_before() =>
        Judge("kind: error-ratio, service: shop, objective: {lt: 1%}", "[]").Reason.Should().Be("No request of service 'shop' ended in the measured time.");

    [Fact]
    public void A_scenario_without_steps_ran_under_its_own_name()
    {
        StepNames.Of([Key("reader", SeriesKey.WholeIteration), Key("student", SeriesKey.WholeIteration), Key("student", "log_in"), Key("student", "browse")]).Should().Equal("browse", "log_in", "reader");
    }

    [Fact]
    public void Many_steps_are_cut_short() =>
        StepNames.WhyNone(new ServiceMap("shop", "Shop", ["zz*"], []), [.. Enumerable.Range(10, 15).Select(i => $"step{i}")])
            .Should().Be("Its steps (zz*) are none of those that ran: step10, step11, step12, step13, step14, step15, step16, step17, step18, step19, step20, step21 and 3 more.");

    private static SeriesKey Key(string scenario, string step) => new("phase", scenario, step, ResultClasses.Ok, Measured: true);

    private static SloVerdict Judge(string row, string steps) => Evaluator.Evaluate(
        new RecordBuilder { Slos = ["row"] }.Build(),
        SloCatalogue.Parse($"version: 1\ncatalogue: shop\nservices: {{shop: {{steps: {steps}}}}}\nslos:\n  - {{id: row, source: \"1/1\", tier: slo, {row}}}\n", "shop.yaml")).Verdicts.Single(verdict => verdict.Id == "row");
}
