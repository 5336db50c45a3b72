using LoadLab.Core.Runs;
using LoadLab.Core.Suites;
using LoadLab.Engine.Pacing;
using LoadLab.Sdk;

namespace LoadLab.Tests.Engine.Pacing;

/// <summary>Every word that a phase of a suite can say, from its text to what the engine does.</summary>
public sealed class WorkloadWordsTests
{
    [Theory]
    [InlineData("rate: 10/s, hold: 9s", 90, 90)]
    [InlineData("rate: 6/m, hold: 50s", 5, 5)]
    [InlineData("rate: 0.5/s, hold: 8s", 4, 4)]
    [InlineData("rate: 10/s, ramp: 4s, hold: 9s", 110, 90)]
    [InlineData("rate: 10/s, warmUp: 3s, hold: 9s", 120, 90)]
    [InlineData("rate: 10/s, iterations: 25", 25, 25)]
    [InlineData("rate: 10/s, arrivals: constant, hold: 9s", 90, 90)]
    [InlineData("simulations: [{inject: {rate: 10/s, during: 9s}}]", 90, 90)]
    [InlineData("simulations: [{rampingInject: {rate: 10/s, during: 4s}}, {inject: {rate: 10/s, during: 1s}}]", 30, 10)]
    [InlineData("simulations: [{rampingInject: {rate: 10/s, during: 4s}, measured: true}]", 20, 20)]
    [InlineData("simulations: [{inject: {rate: 10/s, during: 2s}, measured: false}, {pause: {during: 5s}}, {inject: {rate: 5/s, during: 2s}}]", 30, 10)]
    [InlineData("simulations: [{inject: {rate: 8/s, during: 1s}}, {rampingInject: {rate: 0/s, during: 2s}}]", 16, 8)]
    [InlineData("simulations: [{iterationsForInject: {rate: 10/s, iterations: 7}}]", 7, 7)]
    [InlineData("simulations: [{injectRandom: {min: 4, max: 4, interval: 1s, during: 5s}}]", 20, 20)]
    [InlineData("arrivals: random, minRate: 4/s, maxRate: 4/s, hold: 5s", 20, 20)]
    public void Open_words_give_their_arrivals(string keys, int all, int measured)
    {
        var phase = Plan(keys);
        var arrivals = Arrivals(phase, 42);

        phase.Model.Should().Be(LoadModel.Open);
        arrivals.Should().HaveCount(all);
        arrivals.Count(arrival => arrival.Measured).Should().Be(measured);
        arrivals.Select(arrival => arrival.OffsetSeconds).Should().BeInAscendingOrder().And.OnlyContain(offset => offset >= 0 && offset < Math.Max(phase.Duration.TotalSeconds, 1e-9));
    }

    [Theory]
    [InlineData("rate: 200/s, arrivals: poisson, hold: 50s", 10_000, 400)]
    [InlineData("simulations: [{poisson: {rate: 200/s, during: 50s}}]", 10_000, 400)]
    [InlineData("arrivals: random, minRate: 100/s, maxRate: 300/s, hold: 50s", 10_000, 1_650)]
    [InlineData("simulations: [{injectRandom: {min: 50, max: 150, interval: 500ms, during: 50s}}]", 10_000, 1_160)]
    public void Random_words_give_their_mean_the_same_for_the_same_seed(string keys, int mean, int fourDeviations)
    {
        var phase = Plan(keys);

        Arrivals(phase, 42).Should().Equal(Arrivals(phase, 42));
        Arrivals(phase, 43).Should().NotEqual(Arrivals(phase, 42));
        Arrivals(phase, 42).Count.Should().BeInRange(mean - fourDeviations, mean + fourDeviations);
    }

    [Theory]
    [InlineData("users: 4, hold: 9s", 4, 0.0, 9.0)]
    [InlineData("users: 4, ramp: 8s, hold: 9s", 4, 6.0, 17.0)]
    [InlineData("users: 4, warmUp: 3s, hold: 9s", 4, 0.0, 12.0)]
    [InlineData("users: 4, iterations: 9", 4, 0.0, double.PositiveInfinity)]
    [InlineData("simulations: [{keepConstant: {copies: 4, during: 9s}}]", 4, 0.0, 9.0)]
    [InlineData("simulations: [{rampingConstant: {copies: 4, during: 8s}}, {keepConstant: {copies: 4, during: 9s}}]", 4, 6.0, 17.0)]
    [InlineData("simulations: [{pause: {during: 5s}}, {keepConstant: {copies: 4, during: 9s}}]", 4, 5.0, 14.0)]
    [InlineData("simulations: [{iterationsForConstant: {copies: 4, iterations: 9}}]", 4, 0.0, double.PositiveInfinity)]
    public void Closed_words_give_their_users(string keys, int users, double lastStarts, double lastEnds)
    {
        var phase = Plan(keys);

        phase.Model.Should().Be(LoadModel.Closed);
        UserSchedule.MaxUsers(phase.Segments).Should().Be(users);
        UserSchedule.For(users - 1, phase.Segments).Should().Equal(new UserInterval(lastStarts, lastEnds));
        UserSchedule.For(users, phase.Segments).Should().BeEmpty();
    }

    [Theory]
    [InlineData("thinkTime: 2s", 2.0, 2.0, 2.0)]
    [InlineData("thinkTime: {mean: 2s}", 2.0, 2.0, 2.0)]
    [InlineData("thinkTime: {mean: 2s, distribution: constant}", 2.0, 2.0, 2.0)]
    [InlineData("thinkTime: {mean: 2s, distribution: uniform}", 1.0, 2.0, 3.0)]
    [InlineData("thinkTime: {mean: 2s, distribution: exponential}", 0.0, 1.386294, 20.0)]
    public void Think_times_have_their_least_median_and_most(string keys, double least, double median, double most)
    {
        var think = Plan($"users: 4, hold: 9s, {keys}").ThinkTime;

        ThinkTimes.At(think, 0).TotalSeconds.Should().BeApproximately(least, 1e-6);
        ThinkTimes.At(think, 0.5).TotalSeconds.Should().BeApproximately(median, 1e-6);
        ThinkTimes.At(think, 1 - 1e-12).TotalSeconds.Should().BeApproximately(most, 1e-6);
        Enumerable.Range(0, 100_000).Average(i => ThinkTimes.At(think, (i + 0.5) / 100_000).TotalSeconds).Should().BeApproximately(2, 0.001);
    }

    [Fact]
    public void Pacing_and_weights_go_into_the_plan()
    {
        Plan("users: 4, hold: 9s, pacing: 3s").Pacing.Should().Be(TimeSpan.FromSeconds(3));
        Plan("users: 4, hold: 9s, scenarios: {a: 3, b: 1}").Mix.Should().Equal(new ScenarioShare("a", 3), new ScenarioShare("b", 1));
    }

    [Fact]
    public void A_word_that_does_not_exist_names_those_that_do()
    {
        var plan = () => Plan("simulations: [{keepConstnt: {copies: 1, during: 1s}}]");

        plan.Should().Throw<LoadLab.Core.LoadLabException>().Which.Faults.Should().Contain(fault => fault.Contains("Did you mean 'keepConstant'?", StringComparison.Ordinal))
            .And.Contain(fault => fault.Contains(
                "exactly one of keepConstant, rampingConstant, inject, rampingInject, injectRandom, poisson, pause, iterationsForConstant, iterationsForInject", StringComparison.Ordinal));
    }

    private static List<Arrival> Arrivals(PhasePlan phase, long seed)
    {
        var schedule = new ArrivalSchedule(phase.Segments, seed);
        var arrivals = new List<Arrival>();
        while (schedule.TryNext(out var arrival))
        {
            arrivals.Add(arrival);
        }

        return arrivals;
    }

    private static PhasePlan Plan(string keys)
    {
        var mix = keys.Contains("scenarios:", StringComparison.Ordinal) ? "" : ", scenarios: a";
        var text = $"suite: tiny\nscenarios: Some.Scenarios\ncatalogue: lms\nphases: [{{name: p, {keys}{mix}}}]";
        return Planner.Plan(SuiteFile.Parse(text, "tiny.yaml"), [Named("a"), Named("b")], new PlanOptions()).Phases.Single();
    }

    private static ScenarioProps Named(string name) => Scenario.Create(name, _ => Task.FromResult<IResponse>(Response.Ok()));
}
