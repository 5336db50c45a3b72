using LoadLab.Core.Catalogue;
using LoadLab.Core.Measurement;
using LoadLab.Core.Text;
using LoadLab.Core.Verdicts;

namespace LoadLab.Tests.Core.Evaluation.Slos;

/// <summary>Rows that judge one running total of another.</summary>
public sealed class TotalsTests
{
    [Theory]
    [InlineData(0, 0.02, Verdict.Pass)]
    [InlineData(0, 0.0001, Verdict.Inconclusive)]
    [InlineData(20, 0.02, Verdict.Fail)]
    public void Failed_jobs_are_a_share_of_those_that_ended(int failedOfHundred, double limit, Verdict expected)
    {
        var verdict = Errors(second => failedOfHundred * second, second => 100 * second, limit);

        verdict.Verdict.Should().Be(expected);
        verdict.Should().Match<SloVerdict>(v => v.Samples == 5_900 && v.Measure == MeasureNames.JobsFailed && Math.Abs(v.Measured!.Value - (failedOfHundred / 100.0)) < 1e-12);
        verdict.Reason.Should().Contain("and jobs.ended by 5,900 in phase 'users'");
    }

    [Fact]
    public void Completed_jobs_are_the_success_ratio()
    {
        var builder = new RecordBuilder();
        builder.Probes[MeasureNames.JobsCompleted] = second => 90 * second;
        builder.Probes[MeasureNames.JobsEnded] = second => 100 * second;

        Made.Judge(builder.Build(), Success()).Should().Match<SloVerdict>(v => v.Verdict == Verdict.Fail && Math.Abs(v.Measured!.Value - 0.9) < 1e-12);
    }

    [Theory]
    [InlineData(0, Verdict.Pass)]
    [InlineData(1, Verdict.Fail)]
    public void Zero_tolerance_judges_what_was_seen(int failed, Verdict expected)
    {
        var builder = new RecordBuilder();
        builder.Probes[MeasureNames.BackupTotal] = second => second / 30;
        builder.Probes[MeasureNames.BackupGood] = second => (second / 30) - (second >= 90 ? failed : 0);

        var verdict = Made.Judge(builder.Build(), Success() with { Good = MeasureNames.BackupGood, Total = MeasureNames.BackupTotal, Objective = new Objective(ComparisonOperator.GreaterThanOrEqual, 1, "ratio", "100%") });

        verdict.Verdict.Should().Be(expected);
        verdict.Samples.Should().Be(1, "each phase has one that ended in it");
    }

    [Fact]
    public void A_total_that_fell_decides_nothing() =>
        Errors(_ => 0, second => second is < 30 or > 90 ? 500 + second : second, 0.02).Should().Match<SloVerdict>(v => v.Verdict == Verdict.Inconclusive && v.Reason.Contains("no reset between them"));

    [Fact]
    public void More_failed_than_ended_do_not_belong_together() =>
        Errors(second => 2 * second, second => second, 0.02).Should().Match<SloVerdict>(v => v.Verdict == Verdict.Inconclusive && v.Reason.EndsWith("they do not belong together."));

    [Fact]
    public void Nobody_counts_them() =>
        Made.Judge(new RecordBuilder().Build(), Success()).Should().Match<SloVerdict>(v => v.Verdict == Verdict.NotMeasured && v.Reason == "No probe measured jobs.completed.");

    private static SloVerdict Errors(Func<int, double> failed, Func<int, double> ended, double limit)
    {
        var builder = new RecordBuilder();
        builder.Probes[MeasureNames.JobsFailed] = failed;
        builder.Probes[MeasureNames.JobsEnded] = ended;
        return Made.Judge(builder.Build(), new ErrorRatioSlo
        {
            Id = "job-errors",
            Title = "Failed jobs",
            Tier = SloTier.Sla,
            Source = "2.3/4/high",
            Service = Made.Service,
            Bad = MeasureNames.JobsFailed,
            Total = MeasureNames.JobsEnded,
            Objective = new Objective(ComparisonOperator.LessThan, limit, "ratio", "2%"),
        });
    }

    private static SuccessRatioSlo Success() => new()
    {
        Id = "jobs",
        Title = "Jobs",
        Tier = SloTier.Sla,
        Source = "2.1/5/availability",
        Good = MeasureNames.JobsCompleted,
        Total = MeasureNames.JobsEnded,
        Objective = new Objective(ComparisonOperator.GreaterThanOrEqual, 0.995, "ratio", "99.5%"),
    };
}
