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
    public void Steps_that_vary_by_twice_their_own_error_leave_a_wide_interval_and_not_a_wrong_one()
    {
        var inside = 0;
        for (var seed = 1; seed <= 20; seed++)
        {
            var random = new Random(seed);
            var (end, evidence) = SearchRun.Of(s_rate, load => SearchRun.Evidence(load, (25 * Math.Log(load / 37.5)) + (2 * SearchRun.Normal(random))));
            var (_, low, high) = CapacitySearch.Estimate(s_rate, evidence);

            end.End.Should().BeOneOf(CapacityStatus.Found, CapacityStatus.Open);
            inside += low <= 37.5 && 37.5 <= high ? 1 : 0;
        }

        inside.Should().BeGreaterThanOrEqualTo(19);
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

    [Fact]
    public void Nothing_that_breaks_is_at_least_the_highest_load()
    {
        var options = s_rate with { To = 100 };

        var (end, evidence) = SearchRun.Of(options, load => new StepEvidence(load, StepOutcome.Holds, -9));

        end.End.Should().Be(CapacityStatus.AtLeast);
        evidence.Select(step => step.Load).Should().Equal(10, 20, 40, 80, 100, 100);
        CapacitySearch.Estimate(options, evidence).Should().Be((null, 100, null));
    }

    [Fact]
    public void Everything_that_breaks_is_less_than_the_lowest_load()
    {
        var options = s_rate with { Floor = 4 };

        var (end, evidence) = SearchRun.Of(options, load => new StepEvidence(load, StepOutcome.Breaks, 9));

        end.End.Should().Be(CapacityStatus.LessThan);
        evidence.Select(step => step.Load).Should().Equal(10, 5, 4, 4);
        SearchRun.Of(s_rate with { Floor = 0.2 }, load => new StepEvidence(load, StepOutcome.Breaks, 9)).Evidence.Select(step => step.Load).Should().Equal([10, 5, 1.25, 0.2, 0.2], "leaps grow");
        CapacitySearch.Estimate(options, evidence).Should().Be((null, null, 4));
    }

    [Fact]
    public void Steps_that_were_never_decided_hold_nothing()
    {
        var options = s_rate with { To = 100 };

        var (end, evidence) = SearchRun.Of(options, load => new StepEvidence(load, load < 50 ? StepOutcome.Holds : StepOutcome.Undecided, -0.5));

        (end.End, end.Why).Should().Be((CapacityStatus.Open, "5 steps at the highest load that may be tried did not decide its rows."));
        CapacitySearch.Estimate(options, evidence).Should().Be((null, 40, null), "80 and 100 looked well and were not decided");
    }

    [Fact]
    public void Steps_that_were_never_decided_break_nothing()
    {
        var options = s_rate with { Floor = 4 };

        var (end, evidence) = SearchRun.Of(options, load => new StepEvidence(load, load > 8 ? StepOutcome.Breaks : StepOutcome.Undecided, 0.5));

        (end.End, end.Why).Should().Be((CapacityStatus.Open, "5 steps at the lowest load that may be tried did not decide its rows."));
        CapacitySearch.Estimate(options, evidence).Should().Be((null, null, 10));
    }

    [Fact]
    public void A_single_break_at_the_lowest_load_does_not_decide()
    {
        var steps = 0;

        var (end, _) = SearchRun.Of(s_rate, load => ++steps == 1 ? new StepEvidence(load, StepOutcome.Breaks, 2.1) : SearchRun.Evidence(load, 40 * Math.Log(load / 412)));

        end.End.Should().Be(CapacityStatus.Found);
    }

    [Fact]
    public void A_generator_at_its_limit_ends_it_with_the_highest_load_that_it_could_offer()
    {
        var (end, evidence) = SearchRun.Of(s_rate, load => new StepEvidence(load, load < 77 ? StepOutcome.Holds : StepOutcome.Invalid, load < 77 ? -9 : null));

        end.End.Should().Be(CapacityStatus.Invalid);
        evidence.Select(step => step.Load).Should().Equal(10, 20, 40, 80, 80, 56.6, 67.3, 73.4, 80);
        CapacitySearch.GeneratorCeiling(evidence).Should().Be(80);
    }

    [Fact]
    public void A_capacity_below_the_limit_of_the_generator_is_found()
    {
        var random = new Random(5);

        var (end, evidence) = SearchRun.Of(s_rate, load => load > 500 ? new StepEvidence(load, StepOutcome.Invalid, null) : SearchRun.Evidence(load, (40 * Math.Log(load / 412)) + SearchRun.Normal(random)));
        var (_, low, high) = CapacitySearch.Estimate(s_rate, evidence);

        end.End.Should().Be(CapacityStatus.Found);
        low.Should().BeLessThan(412);
        high.Should().BeGreaterThan(412);
    }

    [Fact]
    public void A_neighbour_that_spoiled_two_steps_is_no_limit_of_the_generator()
    {
        var steps = 0;

        var (end, evidence) = SearchRun.Of(s_rate, load => ++steps is 4 or 5 ? new StepEvidence(load, StepOutcome.Invalid, null) : SearchRun.Evidence(load, 40 * Math.Log(load / 412)));

        end.End.Should().Be(CapacityStatus.Found);
        CapacitySearch.GeneratorCeiling(evidence).Should().BeNull();
    }

    [Fact]
    public void A_generator_that_cannot_offer_the_lowest_load_has_no_answer()
    {
        var (end, evidence) = SearchRun.Of(s_rate with { Floor = 4 }, load => new StepEvidence(load, StepOutcome.Invalid, null));

        end.End.Should().Be(CapacityStatus.Invalid);
        evidence.Select(step => step.Load).Should().Equal(10, 10, 5, 5, 4, 4, 4);
        CapacitySearch.Estimate(s_rate, evidence).Should().Be((null, null, null));
    }

    [Fact]
    public void Steps_of_a_queue_that_remembers_are_held_longer()
    {
        StepEvidence Step(double memory, double strength = -3) => new(100, strength > 0 ? StepOutcome.Breaks : StepOutcome.Holds, strength) { Seconds = 10, MemorySeconds = memory };

        StepLength.Next(s_rate, []).Should().Be(10);
        StepLength.Next(s_rate, [Step(9), Step(9), Step(9)]).Should().Be(10, "nothing broke yet, so that the answer is far");
        StepLength.Next(s_rate, [Step(1), Step(1.1), Step(1.2, 3)]).Should().Be(12, "chance correlates ten seconds as much as that");
        StepLength.Next(s_rate, [Step(1), Step(3), Step(3), Step(3, 3)]).Should().BeInRange(20, 30);
        StepLength.Next(s_rate, [Step(90, 3)]).Should().BeInRange(50, 120);
        StepLength.Next(s_rate, [Step(90) with { Seconds = 100 }, Step(90) with { Seconds = 100 }, Step(90, 3) with { Seconds = 100 }]).Should().Be(120, "no step is longer than twelve times what was asked for");
    }

    [Fact]
    public void A_search_whose_steps_are_too_short_is_not_found_however_narrow_its_interval_looks()
    {
        var random = new Random(2);

        var (end, evidence) = SearchRun.Of(s_rate, load => SearchRun.Evidence(load, (60 * Math.Log(load / 412)) + SearchRun.Normal(random)) with { Seconds = 10, MemorySeconds = 30 });

        end.End.Should().Be(CapacityStatus.Open);
        evidence.Should().HaveCount(60);
    }

    [Fact]
    public void One_late_moment_of_the_generator_does_not_end_it()
    {
        var steps = 0;

        var (end, evidence) = SearchRun.Of(s_rate, load => ++steps == 4 ? new StepEvidence(load, StepOutcome.Invalid, null) : SearchRun.Evidence(load, 40 * Math.Log(load / 412)));

        end.End.Should().Be(CapacityStatus.Found);
        evidence[4].Load.Should().Be(evidence[3].Load);
    }

    [Fact]
    public void Rows_that_cannot_be_decided_end_it_after_three_steps()
    {
        var (end, evidence) = SearchRun.Of(s_rate, load => new StepEvidence(load, StepOutcome.Undecided, null));

        end.End.Should().Be(CapacityStatus.Open);
        end.Why.Should().Be("3 steps in a row could not decide their rows.");
        evidence.Should().HaveCount(3);
    }

    [Fact]
    public void Steps_that_contradict_one_another_are_told_and_widen_the_interval()
    {
        StepEvidence[] agreed =
        [
            new(320, StepOutcome.Holds, -6), new(640, StepOutcome.Breaks, 9), new(450, StepOutcome.Breaks, 4), new(385, StepOutcome.Holds, -3),
            new(415, StepOutcome.Breaks, 2.5), new(400, StepOutcome.Undecided, 0.2),
        ];
        StepEvidence[] contradicted = [.. agreed, new(430, StepOutcome.Holds, -2.5)];

        var (_, low, high) = CapacitySearch.Estimate(s_rate, agreed);
        var (_, lower, higher) = CapacitySearch.Estimate(s_rate, contradicted);

        CapacitySearch.Contradictions(agreed).Should().BeEmpty();
        CapacitySearch.Contradictions(contradicted).Should().Equal((contradicted[6], contradicted[4]));
        (higher - lower).Should().BeGreaterThan((high - low)!.Value);
    }

    [Fact]
    public void A_search_is_a_function_of_its_steps()
    {
        var random = new Random(3);
        var (_, evidence) = SearchRun.Of(s_rate, load => SearchRun.Evidence(load, (30 * Math.Log(load / 412)) + SearchRun.Normal(random)));

        for (var steps = 0; steps < evidence.Count; steps++)
        {
            CapacitySearch.Next(s_rate, [.. evidence.Take(steps)]).Load.Should().Be(evidence[steps].Load);
        }
    }
}
