using System.Globalization;
using LoadLab.Core.Capacity;
using LoadLab.Core.Capacity.Search;
using LoadLab.Core.Measurement.Histograms;
using LoadLab.Core.Statistics;
using Xunit.Abstractions;

namespace LoadLab.Tests.Core.Capacity.Search;

/// <summary>The search against queues whose capacity is known in closed form, with steps of the lengths and sizes that a run has.</summary>
public sealed class QueueCapacityTests(ITestOutputHelper output)
{
    private const int Settle = 5;

    [Fact]
    public void Closed_form_of_one_server_is_the_textbooks()
    {
        // P95 of M/M/1 is −ln 0.05 / (μ − λ).
        new QueueSimulation(1, 500).RateAt(95, 0.030).Should().BeApproximately(500 + (Math.Log(0.05) / 0.030), 1e-6);
    }

    [Fact]
    public void Simulated_response_times_follow_the_closed_form_below_the_knee()
    {
        var queue = new QueueSimulation(4, 100);

        var times = PackedHistogram.Merge(queue.Open(300, 20, 2_000, new Random(1)));

        queue.ShareAbove(300, times.PercentileMicros(95) / 1e6).Should().BeApproximately(0.05, 0.003);
    }

    [Fact]
    public void Simulated_users_follow_the_closed_form()
    {
        var queue = new QueueSimulation(4, 100);

        var times = PackedHistogram.Merge(queue.Closed(300, 1, 20, 2_000, new Random(1)));

        queue.ShareAbove(300, 1, times.PercentileMicros(95) / 1e6).Should().BeApproximately(0.05, 0.003);
    }

    [Theory]
    [InlineData(1, 500.0, 0.030)]
    [InlineData(4, 100.0, 0.050)]
    [InlineData(4, 50.0, 0.200)]
    [InlineData(1, 100.0, 0.400)]
    [InlineData(4, 25.0, 0.500)]
    [InlineData(8, 50.0, 0.200)]
    public void Interval_contains_the_rate_of_theory_in_19_of_20_seeds(int servers, double service, double limit)
    {
        var queue = new QueueSimulation(servers, service);

        Check(CapacityModel.Rate, queue.RateAt(95, limit), limit, (load, settle, hold, random) => queue.Open(load, settle, hold, random));
    }

    [Theory]
    [InlineData(1, 200.0, 0.100)]
    [InlineData(4, 100.0, 0.050)]
    [InlineData(8, 25.0, 0.200)]
    public void Interval_contains_the_users_of_theory_in_19_of_20_seeds(int servers, double service, double limit)
    {
        var queue = new QueueSimulation(servers, service);

        Check(CapacityModel.Users, queue.UsersAt(95, 1, limit), limit, (load, settle, hold, random) => queue.Closed((int)load, 1, settle, hold, random));
    }

    [Fact]
    public void A_queue_that_remembers_for_longer_shows_it()
    {
        var queue = new QueueSimulation(8, 50);
        double Memory(double load) => Enumerable.Range(1, 20).Average(seed => StepLength.Memory(queue.Open(load, 30, 120, new Random(seed)))!.Value);

        Memory(150).Should().BeLessThan(2);
        Memory(380).Should().BeGreaterThan(3, "the relaxation time of this queue at 0.95 of its servers is 3.9 s");
        StepLength.Memory(queue.Open(150, 0, 7, new Random(1))).Should().BeNull("seven seconds show no memory");
    }

    private void Check(CapacityModel model, double capacity, double limit, Func<double, int, int, Random, IReadOnlyList<PackedHistogram>> hold)
    {
        var options = new SearchOptions { Model = model, From = 20, To = 100_000 };
        var (inside, steps, widest, longest, spent) = (0, 0, 0.0, 0.0, 0.0);
        for (var seed = 1; seed <= 20; seed++)
        {
            var random = new Random(seed);
            var (end, evidence) = SearchRun.Of(options, (load, before) =>
            {
                var seconds = (int)StepLength.Next(options, before);
                var settle = Math.Max(Settle, (int)Math.Round(StepLength.SettleShare * seconds));
                var times = hold(load, settle, seconds, random);
                spent += settle + seconds;
                longest = Math.Max(longest, seconds);
                return Judge(load, PercentileInterval.Of(times, 95, seed).Scale(1e-6), limit) with { Seconds = seconds, MemorySeconds = StepLength.Memory(times) };
            });
            var (estimate, low, high) = CapacitySearch.Estimate(options, evidence);

            end.End.Should().Be(CapacityStatus.Found);
            inside += low <= capacity && capacity <= high ? 1 : 0;
            steps += evidence.Count;
            widest = Math.Max(widest, (high!.Value - low!.Value) / estimate!.Value);
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"capacity {capacity:0.0}: {inside} of 20 inside, {steps / 20.0:0.0} steps of up to {longest} s, {spent / 20 / 60:0.0} minutes, widest {widest:P1}"));
        inside.Should().BeGreaterThanOrEqualTo(19);
        widest.Should().BeLessThanOrEqualTo(0.1);
    }

    private static StepEvidence Judge(double load, Interval time, double limit)
    {
        var strength = StepStrength.Of(time, limit, wantsLess: true, isTime: true);
        var outcome = time.Low >= limit ? StepOutcome.Breaks : time.High < limit ? StepOutcome.Holds : StepOutcome.Undecided;
        return new StepEvidence(load, outcome, strength?.Strength) { Error = strength?.Error };
    }
}
