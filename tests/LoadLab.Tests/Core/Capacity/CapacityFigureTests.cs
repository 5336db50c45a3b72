using LoadLab.Core.Capacity;
using LoadLab.Core.Statistics;

namespace LoadLab.Tests.Core.Capacity;

public sealed class CapacityFigureTests
{
    [Theory]
    [InlineData(897.284, 788.68, 1005.73, "900/s", "780 … 1,010")]
    [InlineData(886.475, 866.13, 934.6, "886/s", "866 … 935")]
    [InlineData(4131.4, 3554.33, 5128.27, "4,100/s", "3,500 … 5,200")]
    [InlineData(412, 405, 431, "412/s", "405 … 431")]
    [InlineData(34.0412, 31.42, 36.61, "34/s", "31.4 … 36.7")]
    [InlineData(0.2345, 0.2291, 0.2402, "0.23/s", "0.22 … 0.25")]
    [InlineData(50, 3, 900, "50/s", "3 … 900")]
    [InlineData(4, 1, 900, "4/s", "1 … 900")]
    public void A_rate_has_two_digits_of_its_intervals_width(double load, double low, double high, string held, string range)
    {
        var interval = new Interval(load, low, high);

        (CapacityFigure.Held(CapacityModel.Rate, interval), CapacityFigure.Range(CapacityModel.Rate, interval)).Should().Be((held, range));
    }

    [Theory]
    [InlineData(150.5, "150.5/s")]
    [InlineData(12.34, "12.34/s")]
    [InlineData(20_000, "20,000/s")]
    [InlineData(0.2, "0.2/s")]
    public void A_load_that_is_asked_for_is_exact(double load, string text) => CapacityFigure.Load(CapacityModel.Rate, load).Should().Be(text);

    [Fact]
    public void Users_are_whole()
    {
        var interval = new Interval(12.4, 11.6, 13.1);

        (CapacityFigure.Held(CapacityModel.Users, interval), CapacityFigure.Range(CapacityModel.Users, interval)).Should().Be(("12 users", "11 … 14"));
    }

    [Fact]
    public void A_bound_is_a_load_that_was_offered_and_has_no_interval()
    {
        CapacityFigure.Held(CapacityModel.Rate, new Interval(1234, 1234, double.PositiveInfinity)).Should().Be("at least 1,234/s");
        CapacityFigure.Held(CapacityModel.Users, new Interval(10, 0, 10)).Should().Be("less than 10 users");
        CapacityFigure.Range(CapacityModel.Rate, new Interval(1234, 1234, double.PositiveInfinity)).Should().BeNull();
        CapacityFigure.Range(CapacityModel.Rate, Interval.Exact(412)).Should().BeNull();
        CapacityFigure.Held(CapacityModel.Rate, Interval.Exact(412.4)).Should().Be("412/s");
        CapacityFigure.Held(CapacityModel.Rate, new Interval(259.3742, 259.3741, 259.3743)).Should().Be("259/s", "never finer than a load is written");
        CapacityFigure.Range(CapacityModel.Rate, new Interval(259.3742, 259.3741, 259.3743)).Should().BeNull();
    }

    [Theory]
    [InlineData(5.98189, 5.25787, 6.70487, "600 %")]
    [InlineData(0.93333, 0.86667, 0.99333, "93 %")]
    [InlineData(0.02, 0.01, 9, "2 %")]
    [InlineData(4, 4, double.PositiveInfinity, "400 %")]
    public void A_share_has_no_more_digits_than_what_is_held(double ratio, double low, double high, string share) =>
        CapacityFigure.Share(new Interval(ratio, low, high)).Should().Be(share);

    [Theory]
    [InlineData(0.0399, -0.0781, 0.2083, "+4", "-8", "+21")]
    [InlineData(-0.1234, -0.1311, -0.1157, "-12.3", "-13.2", "-11.5")]
    [InlineData(1.9, 1.2, 2.7, "+190", "+120", "+270")]
    [InlineData(0.0001, -0.04, 0.04, "0", "-4", "+4")]
    public void A_shift_has_the_digits_of_its_interval(double ratio, double low, double high, string estimate, string from, string to) =>
        CapacityFigure.Percent(new Interval(ratio, low, high)).Should().Be((estimate, from, to));
}
