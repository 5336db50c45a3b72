using System.Globalization;
using LoadLab.Core.Capacity;
using LoadLab.Core.Capacity.Search;
using Xunit.Abstractions;

namespace LoadLab.Tests.Core.Capacity.Search;

public sealed class CapacitySearchTests(ITestOutputHelper output)
{
    private static readonly SearchOptions s_rate = new() { Model = CapacityModel.Rate, From = 10, To = 100_000 };

    [Theory]
    [InlineData(412.0, 15.0, 1.0)]
    [InlineData(412.0, 60.0, 1.5)]
    [InlineData(37.5, 25.0, 2.0)]
    public void Interval_contains_the_capacity_in_19_of_20_seeds_and_is_narrow(double capacity, double slope, double deviation)
    {
        var (inside, steps, widest) = (0, 0, 0.0);
        for (var seed = 1; seed <= 20; seed++)
        {
            var random = new Random(seed);
            var (end, evidence) = SearchRun.Of(s_rate, load => SearchRun.Evidence(load, (slope * Math.Log(load / capacity)) + (deviation * SearchRun.Normal(random))));
            var (estimate, low, high) = CapacitySearch.Estimate(s_rate, evidence);

            end.End.Should().Be(CapacityStatus.Found);
            inside += low <= capacity && capacity <= high ? 1 : 0;
            steps += evidence.Count;
            widest = Math.Max(widest, (high!.Value - low!.Value) / estimate!.Value);
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{inside} of 20 inside, {steps / 20.0:0.0} steps, widest {widest:P1}"));
        inside.Should().BeGreaterThanOrEqualTo(19);
        widest.Should().BeLessThanOrEqualTo(0.1);
    }

    [Fact]
    public void Verdicts_without_a_strength_find_it_too()
    {
        var inside = 0;
        for (var seed = 1; seed <= 20; seed++)
        {
            var random = new Random(seed);
            var (end, evidence) = SearchRun.Of(s_rate, load =>
                new StepEvidence(load, (40 * Math.Log(load / 412)) + SearchRun.Normal(random) > 0 ? StepOutcome.Breaks : StepOutcome.Holds, null));
            var (_, low, high) = CapacitySearch.Estimate(s_rate, evidence);

            end.End.Should().Be(CapacityStatus.Found);
            inside += low <= 412 && 412 <= high ? 1 : 0;
        }

        inside.Should().BeGreaterThanOrEqualTo(19);
    }
}
