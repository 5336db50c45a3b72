using LoadLab.Core;
using LoadLab.Core.Capacity;
using LoadLab.Core.Capacity.Search;
using LoadLab.Core.Runs;
using LoadLab.Sdk;
using LoadLab.Tests.Core.Evaluation.Slos;

namespace LoadLab.Tests.Core.Capacity.Search;

public sealed class SearchPlannerTests
{
    private static readonly RunPlan s_suite = new RecordBuilder().Build().Plan with { Slos = ["capacity-users", "capacity-rps", "api-response-p95"] };

    [Fact]
    public void What_nobody_says_comes_from_the_capacity_rows()
    {
        var plan = CapacityPlanner.Plan(s_suite, RecordBuilder.Catalogue, new CapacityRequest { MaxTime = CapacityRequest.LongestOf(null) });

        plan.Capacity!.Searches.Should().Equal(new CapacityRange(CapacityModel.Rate, 37.5, 20_000, 0.2), new CapacityRange(CapacityModel.Users, 250, 20_000, 1));
        (plan.Capacity.HoldSeconds, plan.Capacity.MostSeconds, plan.Capacity.Precision).Should().Be((10, 540, 0.05));
        plan.Capacity.Slos.Should().Contain(["api-response-p95", "api-errors", "db-pool"]).And.NotContain("capacity-rps");
        plan.Slos.Should().Contain(["capacity-rps", "capacity-users"]);
        plan.Phases.Select(phase => phase.Name).Should().Equal("rate", "users");
        (plan.Change, plan.StopOn, plan.Aborts.Count, plan.Faults.Count).Should().Be((null, null, 0, 0));
    }

    [Fact]
    public void A_longer_hold_has_a_longer_search() =>
        (CapacityRequest.LongestOf(TimeSpan.FromSeconds(10)), CapacityRequest.LongestOf(TimeSpan.FromMinutes(1))).Should().Be((TimeSpan.FromMinutes(9), TimeSpan.FromMinutes(40)));

    [Fact]
    public void A_suite_without_capacity_rows_needs_to_be_told_what_must_hold()
    {
        var suite = s_suite with { Slos = ["api-response-p95"] };

        Faults(suite, new CapacityRequest()).Should().ContainSingle().Which.Should().StartWith("Suite 'test' judges no capacity row, so nothing says what must hold.");
        CapacityPlanner.Plan(suite, RecordBuilder.Catalogue, new CapacityRequest { Slos = ["api-response-p95"] }).Capacity!.Searches.Should().ContainSingle().Which.Model.Should().Be(CapacityModel.Rate);
    }

    [Fact]
    public void Every_fault_is_told_at_once()
    {
        var request = new CapacityRequest
        {
            From = 100,
            To = 50,
            Precision = 0.001,
            Hold = TimeSpan.FromSeconds(1),
            MaxTime = TimeSpan.FromSeconds(2),
            Slos = ["api-responze-p95", "capacity-rps"],
        };

        var faults = Faults(s_suite, request);

        faults.Should().HaveCount(6);
        faults[0].Should().Contain("has no SLO 'api-responze-p95'").And.Contain("api-response-p95");
        faults[1].Should().StartWith("--slo capacity-rps: it is a capacity row");
        faults[2].Should().Be("--to 50 is not above --from 100. Give a range.");
        faults[3].Should().StartWith("--precision 0.1%");
        faults[4].Should().StartWith("--hold 1s");
        faults[5].Should().Be("--max-time 2s is less than four steps of 1s for each of 2 searches. Give more time, or a shorter --hold.");
    }

    [Fact]
    public void A_model_without_a_phase_is_refused_with_what_to_add()
    {
        var open = s_suite with { Phases = [s_suite.Phases[1]] };

        Faults(open, new CapacityRequest { Models = [CapacityModel.Users] }).Should().ContainSingle().Which.Should().Contain("has no phase of the closed model");
    }

    [Fact]
    public void A_rate_that_is_drawn_at_random_is_refused_and_not_held_constant()
    {
        var random = s_suite.Phases[1] with { Segments = [new LoadSegment(Simulation.InjectRandom(100, 200, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(60)), true)] };

        Faults(s_suite with { Phases = [s_suite.Phases[0], random] }, new CapacityRequest { Models = [CapacityModel.Rate] }).Should().Equal(
            "Suite 'test', phase 'rate' draws its rate at random, and a step of a search holds one rate. Give the phase arrivals: constant or poisson, or search with --model users.");
    }

    [Theory]
    [InlineData("50", 50, null)]
    [InlineData("50/s", 50, CapacityModel.Rate)]
    [InlineData("30/m", 0.5, CapacityModel.Rate)]
    [InlineData("50 users", 50, CapacityModel.Users)]
    [InlineData("50users", 50, CapacityModel.Users)]
    public void A_load_may_say_what_it_counts(string text, double amount, CapacityModel? model) =>
        (CapacityLoad.TryParse(text, out var load), load).Should().Be((true, new CapacityLoad(amount, model)));

    [Theory]
    [InlineData("")]
    [InlineData("users")]
    [InlineData("50 user")]
    [InlineData("fifty/s")]
    public void What_is_no_load_is_none(string text) => CapacityLoad.TryParse(text, out _).Should().BeFalse();

    [Fact]
    public void A_load_of_another_model_than_is_searched_in_is_refused()
    {
        Faults(s_suite, new CapacityRequest { Models = [CapacityModel.Users], From = new CapacityLoad(50, CapacityModel.Rate) }).Should().Equal(
            "--from is a rate, and the search is in users. Leave its unit out, or search in one model: --model rate");
        Faults(s_suite, new CapacityRequest { To = new CapacityLoad(500, CapacityModel.Users) }).Should().Equal(
            "--to is a number of users, and the search is in arrival rate too. Leave its unit out, or search in one model: --model users");
        CapacityPlanner.Plan(s_suite, RecordBuilder.Catalogue, new CapacityRequest { Models = [CapacityModel.Users], From = new CapacityLoad(50, CapacityModel.Users) }).Capacity!.Searches[0].From.Should().Be(50);
    }

    [Fact]
    public void A_first_load_above_the_usual_range_has_a_range_above_it()
    {
        var searches = CapacityPlanner.Plan(s_suite, RecordBuilder.Catalogue, new CapacityRequest { From = 30_000 }).Capacity!.Searches;

        searches.Should().Equal(new CapacityRange(CapacityModel.Rate, 30_000, 600_000, 30_000), new CapacityRange(CapacityModel.Users, 30_000, 600_000, 30_000));
    }

    [Fact]
    public void A_suite_that_k6_itself_drives_is_refused_before_anything_starts() =>
        Faults(s_suite with { Driver = new ForeignDriver("k6", "2.2.0", "ndjson", "", true) }, new CapacityRequest()).Should().Equal(
            "Suite 'test' is driven by k6 itself, which runs the phases of a plan, and a search makes its phases while it runs. Search with LoadLab's own engine: --driver loadlab");

    private static IReadOnlyList<string> Faults(RunPlan suite, CapacityRequest request) =>
        FluentActions.Invoking(() => CapacityPlanner.Plan(suite, RecordBuilder.Catalogue, request)).Should().Throw<LoadLabException>().Which.Faults;
}
