using LoadLab.Core.Evaluation;
using LoadLab.Core.Measurement;
using LoadLab.Core.Verdicts;
using LoadLab.Tests.Core.Runs;

namespace LoadLab.Tests.Core.Evaluation.Slos;

/// <summary>Ten mails a second over two phases of 60 s, accepted within 1, 30, 60 or 120 s, or never.</summary>
public sealed class MailTimeTests
{
    private static readonly double[] s_edges = [1_000, 30_000, 60_000, 120_000];

    [Fact]
    public void The_limits_of_the_document_are_decided()
    {
        Judge(_ => [10, 0, 0, 0, 0], "email-p95-sla").Should().Match<SloVerdict>(v => v.Verdict == Verdict.Pass && v.Samples == 590 && v.High == 1_000);
        Judge(_ => [10, 0, 0, 0, 0], "email-p99-sla").Should().Match<SloVerdict>(v => v.Verdict == Verdict.Pass && v.High == 1_000);
        Judge(_ => [0, 8, 2, 0, 0], "email-p95-sla").Should().Match<SloVerdict>(v => v.Verdict == Verdict.Fail && v.Low == 30_000 && v.High == 60_000);
        Judge(_ => [0, 8, 2, 0, 0], "email-p99-sla").Should().Match<SloVerdict>(v => v.Verdict == Verdict.Pass && v.High == 60_000);
        Judge(_ => [0, 8, 0, 2, 0], "email-p99-sla").Verdict.Should().Be(Verdict.Fail);
    }

    [Fact]
    public void Mails_that_never_arrive_are_slower_than_any_limit() =>
        Judge(_ => [8, 0, 0, 0, 2], "email-p95-sla").Should().Match<SloVerdict>(v => v.Verdict == Verdict.Fail && v.Low == 120_000);

    [Fact]
    public void A_server_that_stops_taking_mail_does_not_look_fast()
    {
        // From 90 on nothing is accepted or given up: 300 of the 600 mails of the second phase are on their way at its end.
        var verdict = Judge(second => second < 90 ? [10, 0, 0, 0, 0] : [0, 0, 0, 0, 0], "email-p95-sla");

        verdict.Should().Match<SloVerdict>(v => v.Verdict == Verdict.Inconclusive && v.Phase == "rate");
        verdict.Reason.Should().EndWith(": but 300 more were on their way when the phase ended, and with them counted as slower it would not pass.");
    }

    [Fact]
    public void A_phase_without_any_accepted_mail_does_not_hide_behind_a_good_one()
    {
        var verdict = Judge(second => second < 60 ? [10, 0, 0, 0, 0] : [0, 0, 0, 0, 0], "email-p95-sla");

        verdict.Should().Match<SloVerdict>(v => v.Verdict == Verdict.Inconclusive && v.Reason == "No mail was accepted or given up in phase 'rate', and 600 were on their way when it ended.");
    }

    [Fact]
    public void A_mail_in_flight_among_many_changes_nothing() =>
        Judge(second => second == 119 ? [9, 0, 0, 0, 0] : [10, 0, 0, 0, 0], "email-p95-sla").Verdict.Should().Be(Verdict.Pass);

    /// <param name="accepted">Mails of a second in each bucket, of the ten that it triggers.</param>
    /// <param name="id">The row.</param>
    private static SloVerdict Judge(Func<int, int[]> accepted, string id)
    {
        var totals = new long[5];
        var builder = new RecordBuilder { Slos = [id] };
        builder.Probes[MeasureNames.EmailTriggered] = second => 10 * (second + 1);
        var record = builder.Build();
        var series = CountedTimes.Series(MeasureNames.EmailDeliveryTime, s_edges, 2 * RecordBuilder.PhaseSeconds, second => totals = [.. totals.Zip(accepted(second), (total, more) => total + more)]);
        return Evaluator.Evaluate(record with { Probes = [.. record.Probes, .. series] }, RecordBuilder.Catalogue).Verdicts.Single();
    }
}
