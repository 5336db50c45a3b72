using LoadLab.Engine.VirtualUsers;
using LoadLab.Sdk;

namespace LoadLab.Tests.Engine.VirtualUsers;

public sealed class ScenarioMixTests
{
    [Fact]
    public void Users_are_dealt_by_weight_at_any_point_of_a_ramp()
    {
        var mix = Mix(3, 1);

        var dealt = mix.OfUsers(400);

        for (var users = 1; users <= 400; users++)
        {
            ((double)dealt.Take(users).Count(scenario => scenario.Index == 0)).Should().BeApproximately(users * 0.75, 1);
        }
    }

    [Fact]
    public void Arrivals_are_drawn_by_weight_and_the_same_again()
    {
        var mix = Mix(3, 1);

        var drawn = Enumerable.Range(0, 40_000).Select(k => mix.OfArrival(k).Index).ToArray();

        // Binomial: σ = √(40,000 · 0.75 · 0.25) = 87; five of them.
        drawn.Count(index => index == 0).Should().BeInRange(30_000 - 433, 30_000 + 433);
        drawn.Should().Equal(Enumerable.Range(0, 40_000).Select(k => Mix(3, 1).OfArrival(k).Index));
    }

    private static ScenarioMix Mix(params double[] weights) => new(
        [.. weights.Select((weight, index) => new ScenarioRuntime(index, Scenario.Create("s" + index, _ => Task.FromResult<IResponse>(Response.Ok())), weight))],
        seed: 7);
}
