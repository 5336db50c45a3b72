using LoadLab.Core.Catalogue.Document;
using LoadLab.Core.Evaluation;
using LoadLab.Core.Evaluation.Alerts;
using LoadLab.Core.Evaluation.Judging;
using LoadLab.Core.Measurement;
using LoadLab.Core.Running;
using LoadLab.Core.Runs;
using LoadLab.Core.Verdicts;
using LoadLab.Tests.Core.Evaluation.Slos;

namespace LoadLab.Tests.Core.Evaluation.Alerts;

public sealed class AlertReplayTests
{
    [Fact]
    public void A_good_run_is_silent_and_every_alert_of_the_document_is_replayed()
    {
        var alerts = Replay(new RecordBuilder());

        alerts.Select(alert => alert.Id).Should().Equal("alert-availability", "alert-latency-p95", "alert-latency-p99", "alert-error-rate", "alert-connection-pool");
        alerts.Should().OnlyContain(alert => alert.Firings.Count == 0 && alert.NotReplayed.Length == 0 && alert.DecidedWindows == 91 && alert.IsDefaultWindow && alert.WindowSeconds == 30);
        AlertText.Line(alerts[0]).Should().Be("Availability alert: did not fire (window 30s, the default)");
    }

    // The mean of 30 samples passes 70 % of 50 when more than 15 · 5 + … are at 48: from 48 at second 60 on, k high ones give (48k + 5(30 − k)) / 30 ≥ 35, so
    // k ≥ 20.93, which is the 21st at second 80; and ≥ 45 at k ≥ 27.9, the 28th at second 87.
    [Fact]
    public void A_pool_that_fills_warns_then_is_critical_then_clears()
    {
        var builder = new RecordBuilder();
        builder.Probes[MeasureNames.DbPoolUsed] = second => second is >= 60 and < 95 ? 48 : 5;

        var alert = Of(builder, "alert-connection-pool");

        alert.Firings.Select(firing => (firing.Level, firing.FromSecond, firing.UntilSecond)).Should().Equal(
            (AlertFiring.Warning, 80, 104), (AlertFiring.Critical, 87, 97));
        alert.Firings[1].Worst.Should().BeApproximately(0.96, 1e-12);
        AlertText.Line(alert).Should().Be("Connection pool alert: WARNING at 01:20 until 01:44, CRITICAL at 01:27 until 01:37, escalates to On-call engineer (window 30s, the default)");
    }

    [Fact]
    public void Percentiles_come_from_the_merged_window_and_not_from_its_seconds()
    {
        // 3 s of 3 s each in a window of 30 s are 10 % of the samples: the P95 is theirs from the second second on (6.7 %), and no mean of seconds is.
        var builder = new RecordBuilder { ResponseMicros = (_, second, i) => second is >= 100 and < 103 ? 3_000_000 : 10_000 + i };

        var alert = Of(builder, "alert-latency-p95");

        alert.Firings.Select(firing => (firing.Level, firing.FromSecond, firing.UntilSecond)).Should().Equal((AlertFiring.Critical, 101, null), (AlertFiring.Warning, 101, null));
        alert.Firings[1].Should().Match<AlertFiring>(firing => firing.ToldSeconds.Count == 0 && firing.Suppressed == "its critical level fires");
    }

    [Fact]
    public void Errors_and_availability_are_replayed_by_events()
    {
        // From second 60 on 10 % fail: 2 % of a window of 30 s after 6 s of it are passed after 7, 5 % after 16.
        var builder = new RecordBuilder { Class = (phase, _, i) => phase == "rate" && i % 10 == 0 ? ResultClasses.Status5xx : ResultClasses.Ok };

        Of(builder, "alert-error-rate").Firings.Select(firing => (firing.Level, firing.FromSecond)).Should().Equal((AlertFiring.Warning, 65), (AlertFiring.Critical, 74));
        Of(builder, "alert-availability").Firings.Select(firing => (firing.Level, firing.FromSecond)).Should().Equal((AlertFiring.Warning, 61), (AlertFiring.Critical, 63));
    }

    [Fact]
    public void It_never_changes_the_decision()
    {
        var record = new RecordBuilder { ResponseMicros = (_, second, i) => second is >= 100 and < 103 ? 3_000_000 : 10_000 + i }.Build();
        var without = RecordBuilder.Catalogue with { Document = [] };

        var (with, bare) = (Evaluator.Evaluate(record, RecordBuilder.Catalogue), Evaluator.Evaluate(record, without));

        with.Alerts.Should().Contain(alert => alert.Firings.Count > 0);
        bare.Alerts.Should().BeEmpty();
        with.Should().BeEquivalentTo(bare, options => options.Excluding(evaluation => evaluation.Alerts));
    }

    [Fact]
    public void An_invalid_run_is_not_replayed() => Replay(new RecordBuilder { Dropped = 5_000 }).Should().BeEmpty();

    [Fact]
    public void A_window_longer_than_the_run_is_said()
    {
        var alert = Of(new RecordBuilder(), "alert-error-rate", alert => alert with { Window = TimeSpan.FromMinutes(5) });

        AlertText.Line(alert).Should().Be("Error rate alert: not replayed: the measured time, 2 min, is shorter than its window of 5m");
        alert.IsDefaultWindow.Should().BeFalse();
    }

    [Fact]
    public void Few_samples_decide_nothing()
    {
        // 3 requests a second are 90 in a window, and a P99 needs 100. One slow one could be one of 100.
        var alert = Of(new RecordBuilder { Rate = 3, ResponseMicros = (_, second, i) => second == 50 && i == 0 ? 5_000_000 : 10_000 }, "alert-latency-p99");

        alert.Should().BeEquivalentTo(new { DecidedWindows = 0, UndecidedWindows = 91, NotReplayed = "no window had enough samples" });
        alert.Firings.Should().BeEmpty();
    }

    [Fact]
    public void A_measure_that_nobody_probed_is_said()
    {
        var builder = new RecordBuilder();
        builder.Probes.Remove(MeasureNames.DbPoolMax);

        Of(builder, "alert-connection-pool").NotReplayed.Should().Be("No probe measured db.pool.max, the whole of which db.pool.used is a part");
    }

    [Fact]
    public void Warm_up_is_not_replayed()
    {
        var record = new RecordBuilder { ResponseMicros = (_, second, i) => second < 20 ? 5_000_000 : 10_000 + i }.Build();
        var warm = record with
        {
            Phases = [record.Phases[0] with { MeasureStartSecond = 20 }, record.Phases[1]],
            Slices = [.. record.Slices.Select(slice => slice.Second < 20 ? slice with { Key = slice.Key with { Measured = false } } : slice)],
        };

        Firings(record).Should().NotBeEmpty();
        Firings(warm).Should().BeEmpty();

        static IReadOnlyList<AlertFiring> Firings(RunRecord run) => AlertReplay.Of(new RunView(run), RecordBuilder.Catalogue, new Validity(ValidityStatus.Valid, []), [])
            .Single(alert => alert.Id == "alert-latency-p95").Firings;
    }

    private static IReadOnlyList<AlertOutcome> Replay(RecordBuilder builder) => Evaluator.Evaluate(builder.Build(), RecordBuilder.Catalogue).Alerts;

    private static AlertOutcome Of(RecordBuilder builder, string id, Func<AlertEntry, AlertEntry>? alter = null)
    {
        var catalogue = RecordBuilder.Catalogue;
        catalogue = catalogue with { Document = [.. catalogue.Document.Select(entry => entry is AlertEntry alert && alert.Id == id && alter is not null ? alter(alert) : entry)] };
        return Evaluator.Evaluate(builder.Build(), catalogue).Alerts.Single(alert => alert.Id == id);
    }
}
