using LoadLab.Core.Measurement;
using LoadLab.Tests.Core.Runs;

namespace LoadLab.Tests.Core.Measurement;

public sealed class BucketedTimesTests
{
    private const string Name = MeasureNames.DbQueryTime;

    [Theory]
    [InlineData(0, 1, "db.query_time{0ms..1ms}")]
    [InlineData(4.227, 8.454, "db.query_time{4.227ms..8.454ms}")]
    [InlineData(10_000, double.PositiveInfinity, "db.query_time{10000ms..}")]
    public void A_bucket_is_its_name(double above, double upTo, string name)
    {
        var bucket = new TimeBucket(Name, above, upTo);

        bucket.Name.Should().Be(name);
        TimeBucket.TryParse(name).Should().Be(bucket);
    }

    [Theory]
    [InlineData("db.query_time")]
    [InlineData("db.query_time.count")]
    [InlineData("pool{state=\"used\"}")]
    [InlineData("db.query_time{1..2}")]
    public void Another_name_is_no_bucket(string name) => TimeBucket.TryParse(name).Should().BeNull();

    [Fact]
    public void Only_what_was_counted_between_two_samples_of_the_part_counts()
    {
        // Ten a second up to 5 ms; one above 100 ms, in second 7. Before second 4 is another phase.
        var times = BucketedTimes.Of(CountedTimes.Series(Name, [5, 100], 20, second => [10 * second, 0, second >= 7 ? 1 : 0]), Name, 4, 10)!;

        times.Buckets.Select(bucket => bucket.UpToMs).Should().Equal(5, double.PositiveInfinity);
        times.Steps.Select(step => step.Second).Should().Equal(4, 5, 6, 7, 8);
        times.Counts.Should().Equal(50, 1);
        times.CoveredSeconds.Should().BeApproximately(5, 1e-9);
        times.Resets.Should().Be(0);
    }

    [Fact]
    public void A_restart_loses_what_was_counted_around_it_and_nothing_else()
    {
        // The server starts anew in second 6: its totals begin at 0, and are at 3 in the next sample.
        var times = BucketedTimes.Of(CountedTimes.Series(Name, [5], 12, second => second < 6 ? [100 + (10 * second), second] : [3 + (10 * (second - 6)), 0]), Name, 0, 12)!;

        times.Resets.Should().Be(1);
        times.Counts.Should().Equal(50 + 50, 5);
        times.CoveredSeconds.Should().BeApproximately(10, 1e-9);
    }

    [Fact]
    public void A_restart_that_only_one_bucket_shows_is_one_too() =>
        BucketedTimes.Of(CountedTimes.Series(Name, [5], 3, second => second < 2 ? [10, 10] : [30, 0]), Name, 0, 3)!
            .Should().Match<BucketedTimes>(times => times.Resets == 1 && times.Total == 0);

    [Fact]
    public void A_sample_that_failed_joins_the_seconds_around_it()
    {
        var times = BucketedTimes.Of(CountedTimes.Series(Name, [5], 6, second => second is 2 or 3 ? null : [10 * second, 0]), Name, 0, 6)!;

        times.Steps.Select(step => (step.Second, step.Counts[0])).Should().Equal((0, 10L), (1, 30L), (4, 10L));
        times.CoveredSeconds.Should().BeApproximately(5, 1e-9);
    }

    [Fact]
    public void Nobody_measured_it() => BucketedTimes.Of(CountedTimes.Series("other.time", [5], 6, _ => [1, 1]), Name, 0, 6).Should().BeNull();

    [Theory]
    [InlineData(50, 5)]
    [InlineData(90, 5)]
    [InlineData(90.1, 100)]
    [InlineData(99, 100)]
    [InlineData(99.1, double.PositiveInfinity)]
    public void A_percentile_is_in_the_bucket_of_its_rank(double percentile, double upTo) =>
        BucketedTimes.Of(CountedTimes.Series(Name, [5, 100], 2, second => [900 * second, 90 * second, 10 * second]), Name, 0, 2)!.BucketOf(percentile)!.UpToMs.Should().Be(upTo);
}
