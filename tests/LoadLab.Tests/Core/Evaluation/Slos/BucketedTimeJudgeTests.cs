using LoadLab.Core.Catalogue;
using LoadLab.Core.Measurement;
using LoadLab.Core.Statistics;
using LoadLab.Core.Text;
using LoadLab.Core.Verdicts;
using LoadLab.Tests.Core.Runs;

namespace LoadLab.Tests.Core.Evaluation.Slos;

/// <summary>Known answers: 100 queries a second over two phases of 60 s, in buckets up to 10, 100, 300 and 500 ms.</summary>
public sealed class BucketedTimeJudgeTests
{
    private static readonly double[] s_edges = [10, 100, 300, 500];

    [Fact]
    public void Nearly_all_below_the_limit_pass_and_the_percentile_is_a_range()
    {
        var verdict = Judge(second => [90, 9, 1, 0, 0], 95, 300);

        verdict.Should().Match<SloVerdict>(v => v.Verdict == Verdict.Pass && v.Low == 10 && v.Measured == 100 && v.High == 100 && v.Samples == 5_900);
        verdict.Reason.Should().StartWith("P95 between 10 ms and 100 ms, 95 % interval 10 ms to 100 ms, against < 300ms: 5,900 of 5,900 samples of db.query_time surely within it");
    }

    [Fact]
    public void Ten_percent_above_the_limit_fail_and_say_since_when()
    {
        var verdict = Judge(second => second >= 90 ? [80, 0, 0, 20, 0] : [100, 0, 0, 0, 0], 95, 300);

        verdict.Should().Match<SloVerdict>(v => v.Verdict == Verdict.Fail && v.Low == 300 && v.High == 500 && v.Phase == "rate" && v.FirstCrossedSecond == 89, "the sample at 90.2 s has what came in from 89.2 s on");
    }

    [Fact]
    public void A_limit_at_an_edge_is_exact_and_one_inside_a_bucket_is_not()
    {
        // 92 % up to 300 ms, all up to 500 ms.
        Judge(_ => [0, 0, 92, 8, 0], 95, 500).Verdict.Should().Be(Verdict.Pass);
        Judge(_ => [0, 0, 92, 8, 0], 95, 300).Verdict.Should().Be(Verdict.Fail);
        var inside = Judge(_ => [0, 0, 92, 8, 0], 95, 400);

        inside.Should().Match<SloVerdict>(v => v.Verdict == Verdict.Inconclusive && v.Low == 300 && v.High == 500);
        inside.Reason.Should().EndWith("The limit lies inside the bucket from 300 ms and 500 ms: it is not known which of its samples kept it.");
        Judge(_ => [0, 0, 96, 4, 0], 95, 400).Verdict.Should().Be(Verdict.Pass, "whatever the samples in the bucket are, enough lie below it");
        Judge(_ => [0, 0, 50, 40, 10], 95, 400).Verdict.Should().Be(Verdict.Fail, "whatever the samples in the bucket are, too many lie above it");
    }

    [Fact]
    public void A_share_too_near_the_percentile_is_undecided()
    {
        var verdict = Judge(second => second % 20 == 0 ? [94, 0, 0, 6, 0] : [95, 0, 0, 5, 0], 95, 300);

        verdict.Verdict.Should().Be(Verdict.Inconclusive);
        verdict.Reason.Should().EndWith("The interval straddles the limit: a longer hold narrows it.");
    }

    [Theory]
    [InlineData(58, Verdict.Inconclusive)]
    [InlineData(59, Verdict.Pass)]
    public void A_P95_takes_59_samples_of_which_all_are_good(int samples, Verdict expected)
    {
        var verdict = Judge(second => second % 60 <= 1 ? null : second % 60 < 58 ? [1, 0, 0, 0, 0] : second % 60 == 58 ? [samples - 55, 0, 0, 0, 0] : [0, 0, 0, 0, 0], 95, 300);

        (verdict.Verdict, verdict.Samples).Should().Be((expected, samples));
        if (expected == Verdict.Inconclusive)
        {
            verdict.Reason.Should().EndWith("A P95 needs at least 59 samples: a longer hold brings them.");
        }
    }

    [Fact]
    public void Slow_queries_that_come_together_widen_the_interval()
    {
        // 3.5 % slow in both: spread evenly the rank interval shows the P95, in two bursts a longer hold could bring another.
        Judge(second => second % 2 == 0 ? [96, 0, 0, 4, 0] : [97, 0, 0, 3, 0], 95, 300).Verdict.Should().Be(Verdict.Pass);
        Judge(second => second % 60 is 20 or 21 ? [0, 0, 0, 100, 0] : [100, 0, 0, 0, 0], 95, 300).Verdict.Should().Be(Verdict.Inconclusive);
    }

    [Fact]
    public void Half_of_a_phase_without_samples_of_the_probe_passes_nothing()
    {
        var verdict = Judge(second => second % 60 >= 30 ? null : [100, 0, 0, 0, 0], 95, 300);

        verdict.Verdict.Should().Be(Verdict.Inconclusive);
        verdict.Reason.Should().EndWith("but its samples leave out 31 s of 60 s, which may hide slow ones.");
    }

    [Fact]
    public void Nothing_counted_and_nobody_counting_are_not_measured()
    {
        Judge(_ => [0, 0, 0, 0, 0], 95, 300).Reason.Should().Be("db.query_time counted nothing in the measured time of phase 'users'.");
        Made.Judge(new RecordBuilder().Build(), Row(95, 300) with { Measure = MeasureNames.RedisCommandTime })
            .Should().Match<SloVerdict>(v => v.Verdict == Verdict.NotMeasured && v.Reason == "No probe measured redis.command_time.");
    }

    [Theory]
    [InlineData(95, 4.3589)]
    [InlineData(99, 9.9499)]
    [InlineData(50, 1)]
    public void Cantellis_factors(double percentile, double factor) => Cantelli.Factor(percentile).Should().BeApproximately(factor, 5e-5);

    [Theory]
    [InlineData(2, 1, 95, Verdict.Pass, 6.3589)]
    [InlineData(2, 100, 95, Verdict.Inconclusive, 437.89)]
    [InlineData(400, 0, 95, Verdict.Inconclusive, 400)]
    public void Without_a_histogram_mean_and_deviation_prove_a_pass_and_never_a_fail(double mean, double deviation, double percentile, Verdict expected, double bound)
    {
        var builder = new RecordBuilder();
        builder.Probes[MeasureNames.DbStatements] = second => 100.0 * second;
        builder.Probes[MeasureNames.DbStatementTime] = second => 100.0 * second * mean;
        builder.Probes[MeasureNames.DbStatementTimeSquared] = second => 100.0 * second * ((mean * mean) + (deviation * deviation));

        var verdict = Made.Judge(builder.Build(), Row(percentile, 300));

        verdict.Verdict.Should().Be(expected);
        verdict.Measured.Should().BeApproximately(bound, 0.01);
        verdict.Reason.Should().Contain("Cantelli's inequality");
    }

    [Fact]
    public void Statements_that_were_reset_prove_nothing()
    {
        var builder = new RecordBuilder();
        foreach (var name in new[] { MeasureNames.DbStatements, MeasureNames.DbStatementTime, MeasureNames.DbStatementTimeSquared })
        {
            builder.Probes[name] = second => second < 30 ? 1000 + second : second;
        }

        Made.Judge(builder.Build(), Row(95, 300)).Should().Match<SloVerdict>(v => v.Verdict == Verdict.Inconclusive && v.Reason.StartsWith("pg_stat_statements was reset"));
    }

    /// <param name="queries">Queries of a second in each bucket; null for a sample of the probe that failed.</param>
    /// <param name="percentile">The row's.</param>
    /// <param name="limitMs">The row's.</param>
    private static SloVerdict Judge(Func<int, int[]?> queries, double percentile, double limitMs)
    {
        var totals = new long[5];
        var record = new RecordBuilder().Build();
        var series = CountedTimes.Series(MeasureNames.DbQueryTime, s_edges, 2 * RecordBuilder.PhaseSeconds, second =>
        {
            if (queries(second) is not { } now)
            {
                return null;
            }

            totals = [.. totals.Zip(now, (total, more) => total + more)];
            return totals;
        });
        return Made.Judge(record with { Probes = [.. record.Probes, .. series] }, Row(percentile, limitMs));
    }

    private static ResponseTimeSlo Row(double percentile, double limitMs) => new()
    {
        Id = "db-query",
        Title = "Database query time",
        Tier = SloTier.Slo,
        Source = "3.2/3",
        Service = Made.Service,
        Measure = MeasureNames.DbQueryTime,
        Percentile = percentile,
        Objective = new Objective(ComparisonOperator.LessThan, limitMs, "ms", FormattableString.Invariant($"{limitMs}ms")),
    };
}
