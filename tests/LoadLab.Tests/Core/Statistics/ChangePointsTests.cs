using LoadLab.Core.Statistics;
using LoadLab.Sdk;
using MathNet.Numerics.Distributions;

namespace LoadLab.Tests.Core.Statistics;

/// <summary>Counted on made-up histories whose changes are known. Seeds are fixed, so the counts are too.</summary>
public sealed class ChangePointsTests
{
    [Fact]
    public void Q_is_what_the_formula_gives_by_hand()
    {
        // {1, 3} | {7, 8}: between 6+7+4+5 = 22, left 2, right 1; n = m = 2: 22·2/4 − 2·2/4·2 − 2·2/4·1 = 11 − 2 − 1.
        EnergySplit.At([1, 3, 7, 8], 2).Should().BeApproximately(8, 1e-12);

        // {1, 3} | {7, 8, 8}: between 6+7+7+4+5+5 = 34, left 2, right 2; 2·34/5 − 2·3/(5·1)·2 − 2·2/(5·2)·2 = 13.6 − 2.4 − 0.8.
        EnergySplit.At([1, 3, 7, 8, 8], 2).Should().BeApproximately(10.4, 1e-12);
        EnergySplit.Best([1, 3, 7, 8, 8]).Place.Should().Be(2);
        EnergySplit.Best([1, 2, 3]).Place.Should().Be(0, "both sides need two values");
    }

    [Theory]
    [InlineData(20, 20, 1.15, 0.05)]
    [InlineData(20, 20, 0.8, 0.05)]
    [InlineData(60, 40, 1.2, 0.05)]
    [InlineData(10, 30, 1.3, 0.08)]
    public void A_known_change_is_found_within_two_runs_of_the_truth(int before, int after, double factor, double variation)
    {
        const int histories = 100;
        var found = Enumerable.Range(0, histories).Count(seed =>
        {
            var points = ChangePoints.Find(History(seed, variation, [(before, 1), (after, factor)]), seed);
            return points.Count == 1 && Math.Abs(points[0].Place - before) <= 2;
        });

        found.Should().BeGreaterThanOrEqualTo(95);
    }

    [Fact]
    public void Two_changes_are_both_found_with_their_means()
    {
        var points = ChangePoints.Find(History(3, 0.04, [(40, 100), (30, 130), (40, 90)]));

        points.Select(point => point.Place).Should().HaveCount(2);
        points[0].Place.Should().BeInRange(38, 42);
        points[1].Place.Should().BeInRange(68, 72);
        points[0].Before.Should().BeApproximately(100, 3);
        points[0].Magnitude.Should().BeApproximately(0.3, 0.05);
        points[1].After.Should().BeApproximately(90, 3);
    }

    /// <summary>The stated rate is 0.1 % for each window. No smallest magnitude, so that nothing but the test keeps an alarm back.</summary>
    [Theory]
    [InlineData(30, 3_000, 0.001)]
    [InlineData(100, 1_000, 0.003)]
    public void False_alarms_come_at_the_stated_rate(int length, int histories, double stated)
    {
        ChangePoints.FalseAlarmRate(length).Should().BeApproximately(stated, 1e-12);

        var alarms = Enumerable.Range(0, histories).Count(seed => ChangePoints.Find(History(10_000 + seed, 0.1, [(length, 1)]), seed, smallest: 0).Count > 0);

        alarms.Should().BeLessThanOrEqualTo(8, "at the stated rate three are expected, and more than eight come once in 250 times");
    }

    [Fact]
    public void A_change_below_the_smallest_magnitude_is_not_told_however_sure_it_is()
    {
        var history = History(1, 0.002, [(20, 1), (20, 1.03)]);

        ChangePoints.Find(history).Should().BeEmpty();
        ChangePoints.Find(history, smallest: 0.02).Should().ContainSingle().Which.Place.Should().Be(20);
    }

    [Fact]
    public void Too_few_runs_show_nothing()
    {
        ChangePoints.Find([]).Should().BeEmpty();
        ChangePoints.Find([1, 1, 1, 9, 9, 9]).Should().BeEmpty("six values have 20 orders of two halves, and 1 in 20 is no proof");
        ChangePower.SmallestShift(10, 0.05).Should().Be(double.PositiveInfinity, "252 orders of ten values in two halves are fewer than a thousand");
    }

    [Theory]
    [InlineData(20, 0.05)]
    [InlineData(40, 0.1)]
    public void The_smallest_shift_that_is_stated_is_found_in_four_of_five_histories_and_one_half_as_large_is_mostly_missed(int length, double variation)
    {
        const int histories = 200;
        var shift = ChangePower.SmallestShift(length, variation);

        Found(shift).Should().BeGreaterThanOrEqualTo((int)(0.75 * histories));
        Found(shift / 2).Should().BeLessThanOrEqualTo((int)(0.4 * histories));

        int Found(double made) => Enumerable.Range(0, histories).Count(seed =>
            ChangePoints.Find(History(50_000 + seed, variation, [(length / 2, 1), (length - (length / 2), 1 + made)], constantSpread: true), seed, smallest: 0).Count > 0);
    }

    private static double[] History(long seed, double variation, (int Length, double Mean)[] parts, bool constantSpread = false)
    {
        var random = new SeededRandom(seed);
        return [.. parts.SelectMany(part => Enumerable.Range(0, part.Length).Select(_ => part.Mean + (Normal.Sample(random, 0, variation) * (constantSpread ? 1 : part.Mean))))];
    }
}
