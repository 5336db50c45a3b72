using LoadLab.Core.Catalogue;
using LoadLab.Core.Evaluation;
using LoadLab.Core.Evaluation.Windows;
using LoadLab.Core.Measurement;
using LoadLab.Core.Statistics;
using LoadLab.Core.Text;
using LoadLab.Core.Verdicts;
using LoadLab.Tests.Core.Evaluation.Slos;

namespace LoadLab.Tests.Core.Evaluation.Windows;

public sealed class SustainedBurnsTests
{
    [Fact]
    public void One_failure_in_ten_burns_two_hundred_times_what_99_95_percent_allows()
    {
        var burn = Of(new RecordBuilder { Class = (_, _, i) => i % 10 == 0 ? ResultClasses.Refused : ResultClasses.Ok }, "api-availability");
        var interval = ClopperPearson.Of(900, 9_000);

        burn.Rate.Should().BeApproximately(0.1 / 0.0005, 1e-9);
        burn.RateLow.Should().BeApproximately(interval.Low / 0.0005, 1e-6);
        burn.RateHigh.Should().BeApproximately(interval.High / 0.0005, 1e-6);
        burn.HoursToSpend.Should().BeApproximately(720 / 200.0, 1e-9);
        burn.Fires.Select(alert => alert.Rule).Should().Equal("14.4 in 1h/5m", "6 in 6h/30m", "3 in 1d/2h", "1 in 3d/6h");
        burn.MayFire.Should().BeEmpty();
        BurnText.Line(burn).Should().Be("API availability: 10 % bad in users is 200 times what 99.95 % allows (95 % interval 188 to 213): a 30-day budget lasts 3.6 h. "
            + "It would page (14.4 in 1h/5m, 6 in 6h/30m) and make a ticket (3 in 1d/2h, 1 in 3d/6h).");
    }

    [Fact]
    public void What_the_interval_leaves_open_may_fire()
    {
        // 9 of 9,000 in the users' phase: 0.1 % is 2 times what 99.95 % allows, and the interval reaches from 0.91 to 3.8.
        var burn = Of(new RecordBuilder { Class = (phase, second, i) => phase == "users" && i == 0 && second < 9 ? ResultClasses.Status5xx : ResultClasses.Ok }, "api-availability");

        burn.Rate.Should().BeApproximately(2, 1e-9);
        (burn.Fires.Count, string.Join(", ", burn.MayFire.Select(alert => alert.Rule))).Should().Be((0, "3 in 1d/2h, 1 in 3d/6h"));
        BurnText.Line(burn).Should().EndWith(": a 30-day budget lasts 15 days. It may make a ticket (3 in 1d/2h, 1 in 3d/6h).");
        burn.IsWorthTelling.Should().BeTrue();
    }

    [Fact]
    public void Without_a_failure_nothing_burns_and_nothing_is_told()
    {
        var burn = Of(new RecordBuilder(), "api-availability");

        burn.Should().BeEquivalentTo(new { BadRatio = 0.0, Rate = 0.0, RateLow = 0.0, HoursToSpend = (double?)null, IsWorthTelling = false });
        burn.RateHigh.Should().BeGreaterThan(0, "9,000 good requests prove no perfection");
        BurnText.Lasts(burn).Should().Be("a 30-day budget is not touched");
    }

    [Fact]
    public void Only_rows_on_a_share_of_events_that_were_measured_have_one()
    {
        var burns = Evaluator.Evaluate(new RecordBuilder().Build(), RecordBuilder.Catalogue).Burns;

        burns.Select(burn => burn.SloId).Should().Contain(["api-availability-sla", "api-availability", "api-errors"]).And.NotContain(["db-pool", "api-response-p95", "db-availability"]);
    }

    [Fact]
    public void An_invalid_run_tells_nothing_of_the_target() =>
        Evaluator.Evaluate(new RecordBuilder { Dropped = 5_000, Class = (_, _, _) => ResultClasses.Refused }.Build(), RecordBuilder.Catalogue).Burns.Should().BeEmpty();

    [Fact]
    public void A_target_of_one_hundred_percent_has_no_rate()
    {
        var row = new AvailabilitySlo { Id = "all", Title = "All", Tier = SloTier.Slo, Source = "1/1", Service = Made.Service, Objective = new Objective(ComparisonOperator.GreaterThanOrEqual, 1, "ratio", "100%") };
        var verdict = Made.Judge(new RecordBuilder { Class = (_, second, i) => second == 3 && i == 0 ? ResultClasses.Reset : ResultClasses.Ok }.Build(), row, "*");
        var catalogue = new SloCatalogue { Name = "made", Services = new Dictionary<string, ServiceMap>(), Slos = [row] };

        var burn = SustainedBurns.Of([verdict], new Validity(ValidityStatus.Valid, []), catalogue).Single();

        burn.Should().BeEquivalentTo(new { Rate = (double?)null, RateLow = (double?)null, HoursToSpend = (double?)null, IsWorthTelling = true });
        BurnText.Line(burn).Should().Be("All: 0.0111 % bad in users. Its target of 100 % leaves no error budget: one is too many.");
    }

    private static SustainedBurn Of(RecordBuilder builder, string id) =>
        Evaluator.Evaluate(builder.Build(), RecordBuilder.Catalogue).Burns.Single(burn => burn.SloId == id);
}
