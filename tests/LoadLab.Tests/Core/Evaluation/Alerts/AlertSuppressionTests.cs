using LoadLab.Core.Catalogue;
using LoadLab.Core.Catalogue.Document;
using LoadLab.Core.Evaluation;
using LoadLab.Core.Evaluation.Alerts;
using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;
using LoadLab.Core.Verdicts;
using LoadLab.Tests.Core.Evaluation.Slos;

namespace LoadLab.Tests.Core.Evaluation.Alerts;

public sealed class AlertSuppressionTests
{
    /// <summary>The pool is full from second 10 on: the mean over 30 s warns at 29 (the first window: 20 of 30 at 48), is critical at 37.</summary>
    private static RecordBuilder FullPool()
    {
        var builder = new RecordBuilder();
        builder.Probes[MeasureNames.DbPoolUsed] = second => second >= 8 ? 48 : 5;
        return builder;
    }

    [Fact]
    public void Repeats_back_off()
    {
        var critical = Pool(FullPool()).Firings.Single(firing => firing.Level == AlertFiring.Critical);

        critical.FromSecond.Should().Be(35);
        critical.ToldSeconds.Should().Equal(35, 95);
        AlertText.Told(critical).Should().Be("00:35, again at 01:35");
    }

    [Fact]
    public void A_repeat_interval_stays_the_same_and_without_either_it_is_told_once()
    {
        Pool(FullPool(), suppressions: []).Firings[1].ToldSeconds.Should().Equal(35);
        Pool(FullPool(), suppressions: ["repeat-interval"]).Firings[1].ToldSeconds.Should().Equal(35, 95);
    }

    [Fact]
    public void A_warning_is_not_repeated_while_it_is_critical() =>
        Pool(FullPool()).Firings.Single(firing => firing.Level == AlertFiring.Warning).Should().Match<AlertFiring>(firing => firing.FromSecond == 29 && firing.ToldSeconds.Count == 1);

    [Fact]
    public void What_fires_again_before_the_next_repeat_is_held_back_and_shown()
    {
        var builder = new RecordBuilder();
        builder.Probes[MeasureNames.DbPoolUsed] = second => second is < 28 or >= 58 and < 85 ? 40 : 5;

        var firings = Pool(builder).Firings;

        firings.Select(firing => (firing.Level, firing.ToldSeconds.Count)).Should().Equal((AlertFiring.Warning, 1), (AlertFiring.Warning, 0));
        firings[1].Suppressed.Should().Be("told of it already: the next repeat is due at 01:29");
    }

    [Fact]
    public void Maintenance_holds_back_until_its_end_and_then_tells()
    {
        var alert = Pool(FullPool(), maintenance: new MaintenancePlan(TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(50), "fail-over drill"));

        alert.Firings.Should().Contain(firing => firing.Level == AlertFiring.Critical && firing.ToldSeconds[0] == 50 && firing.Suppressed == "maintenance 00:20–00:50: fail-over drill");
        AlertText.Line(alert).Should().Be("Connection pool alert: WARNING at 00:29 (suppressed: its critical level fires), "
            + "CRITICAL at 00:35 (told at 00:50, held back by maintenance 00:20–00:50: fail-over drill), escalates to On-call engineer (window 30s, the default)");
    }

    [Fact]
    public void Maintenance_that_covers_it_all_suppresses_it_with_the_reason()
    {
        var alert = Pool(FullPool(), maintenance: new MaintenancePlan(TimeSpan.Zero, TimeSpan.FromMinutes(5), "migration"));

        alert.Firings.Should().HaveCount(2).And.OnlyContain(firing => firing.ToldSeconds.Count == 0 && firing.Suppressed == "maintenance 00:00–05:00: migration");
        AlertText.Line(alert).Should().Contain(", nobody is told (window");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_fault_on_purpose_is_a_maintenance_window_until_the_target_has_recovered_unless_a_healer_must_hear_of_it(bool healed)
    {
        var builder = new RecordBuilder { Class = (_, second, i) => second is >= 90 and < 95 ? ResultClasses.Refused : ResultClasses.Ok };
        var record = builder.Build();
        record = record with
        {
            Plan = record.Plan with { Faults = [new FaultPlan(FaultKind.Stop, "postgres", TimeSpan.FromSeconds(89), TimeSpan.FromSeconds(5)) { HealWithin = healed ? TimeSpan.FromSeconds(5) : null }] },
            Faults = [new FaultEvent(0, 89.2, 94.2)],
        };

        var alert = Evaluator.Evaluate(record, RecordBuilder.Catalogue).Alerts.Single(alert => alert.Id == "alert-availability");

        // The window of 30 s still has the outage in it when the target has recovered, so it is told then, as Alertmanager would.
        alert.Firings.Should().Contain(firing => firing.FromSecond == 90 && firing.ToldSeconds[0] == (healed ? 90 : 95) && firing.Suppressed == (healed ? "" : "maintenance 01:29–01:35: postgres was stopped on purpose"));
    }

    [Theory]
    [InlineData("1970-01-01", true)]
    [InlineData("1969-12-31", false)]
    public void A_known_issue_silences_until_its_day_has_passed(string until, bool silent)
    {
        var catalogue = RecordBuilder.Catalogue with { KnownIssues = [new KnownIssue("alert-connection-pool", "LMS-412", DateOnly.Parse(until, System.Globalization.CultureInfo.InvariantCulture))] };

        var alert = Evaluator.Evaluate(FullPool().Build(), catalogue).Alerts.Single(alert => alert.Id == "alert-connection-pool");

        alert.Firings.Should().HaveCount(2);
        alert.Firings.All(firing => firing.Suppressed == "known issue LMS-412, until 1970-01-01").Should().Be(silent);
    }

    [Fact]
    public void Related_alerts_are_told_once_unless_somebody_more_must_know()
    {
        // Half of all requests fail from second 60 on: the error rate and the availability of the same service, at once.
        var builder = new RecordBuilder { Class = (phase, _, i) => phase == "rate" && i % 2 == 0 ? ResultClasses.Status5xx : ResultClasses.Ok };

        var alerts = Evaluator.Evaluate(builder.Build(), RecordBuilder.Catalogue).Alerts;
        var (availability, errors) = (alerts.Single(alert => alert.Id == "alert-availability"), alerts.Single(alert => alert.Id == "alert-error-rate"));

        availability.Firings[0].ToldSeconds.Should().NotBeEmpty("the engineering lead hears of it from this one only");
        errors.Firings.Should().OnlyContain(firing => firing.ToldSeconds.Count == 0)
            .And.Contain(firing => firing.Suppressed.StartsWith("grouped with Availability alert, told at 01:00: both are on ", StringComparison.Ordinal));
    }

    [Fact]
    public void Without_grouping_in_the_catalogue_both_are_told()
    {
        var builder = new RecordBuilder { Class = (phase, _, i) => phase == "rate" && i % 2 == 0 ? ResultClasses.Status5xx : ResultClasses.Ok };

        Evaluator.Evaluate(builder.Build(), With([])).Alerts.Single(alert => alert.Id == "alert-error-rate").Firings.Should().Contain(firing => firing.ToldSeconds.Count == 1);
    }

    private static AlertOutcome Pool(RecordBuilder builder, IReadOnlyList<string>? suppressions = null, MaintenancePlan? maintenance = null)
    {
        var record = builder.Build();
        record = maintenance is null ? record : record with { Plan = record.Plan with { Maintenance = [maintenance] } };
        return Evaluator.Evaluate(record, suppressions is null ? RecordBuilder.Catalogue : With(suppressions)).Alerts.Single(alert => alert.Id == "alert-connection-pool");
    }

    private static SloCatalogue With(IReadOnlyList<string> suppressions) => RecordBuilder.Catalogue with
    {
        Document =
        [
            .. RecordBuilder.Catalogue.Document.Where(entry => entry is not SuppressionEntry),
            .. suppressions.Select(by => new SuppressionEntry { Id = by, Title = by, Source = "5.2/1", By = by }),
        ],
    };
}
