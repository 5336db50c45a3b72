using LoadLab.Cli.Documents;
using LoadLab.Cli.Terminal;
using LoadLab.Core.Capacity;
using LoadLab.Core.Capacity.Search;
using LoadLab.Core.Comparison;
using LoadLab.Core.Statistics;

namespace LoadLab.Tests.Cli.Terminal;

public sealed class CapacityTextTests
{
    [Fact]
    public void A_shift_is_told_in_one_line() =>
        CapacityComparisonText.Line(new CapacityShift(CapacityModel.Rate, new Interval(431, 420, 442), new Interval(512, 498, 527), new Interval(0.188, 0.142, 0.234), ShiftVerdict.Improved))
            .Should().Be("capacity 431/s -> 512/s, +18.8 %, 95 % CI +14.2 to +23.4 %: improved");

    [Theory]
    [InlineData(900, double.PositiveInfinity, "capacity 431/s -> at least 900/s, 95 % CI at least +103 %: improved")]
    [InlineData(0, 100, "capacity 431/s -> less than 100/s, 95 % CI at most -76 %: improved")]
    public void A_bound_is_told_as_one(double low, double high, string line)
    {
        var shift = double.IsInfinity(high) ? new Interval(double.NaN, 1.03, high) : new Interval(double.NaN, -1, -0.76);

        CapacityComparisonText.Line(new CapacityShift(CapacityModel.Rate, new Interval(431, 420, 442), new Interval(low > 0 ? low : high, low, high), shift, ShiftVerdict.Improved)).Should().Be(line);
    }

    [Fact]
    public void Variants_are_a_table_with_what_it_means_below_it()
    {
        CapacityVariant[] variants = [Variant("2", 100, "connection pool of the API"), Variant("8", 400, "CPU of the machine"), Variant("32", 398, "CPU of the machine")];

        CapacityStudyText.Lines(variants).Should().Equal(
            "Capacity in arrival rate by variant",
            "  VARIANT           CAPACITY  95 % INTERVAL                  BUYS  BUSIEST THERE                    RUN",
            "  lms.pool.size=2      100/s       97 … 103                     -  connection pool of the API 90 %  r2",
            "  lms.pool.size=8      400/s      388 … 412  +300 % (+283 … +318)  CPU of the machine 90 %          r8",
            "  lms.pool.size=32     398/s      386 … 410  -0.5 % (-4.7 … +3.9)  CPU of the machine 90 %          r32",
            "It stops helping at lms.pool.size=8: what comes after it holds at most 3.8 % more.",
            "At lms.pool.size=8 the CPU of the machine takes over from the connection pool of the API: 90 % busy.",
            "");
        var document = CapacityStudyDocument.Of("capacity", variants).Models.Single();
        (document.StopsHelpingAt, document.TakesOverAt).Should().Be(("lms.pool.size=8", "lms.pool.size=8"));
        document.Variants[1].Gain!.Estimate.Should().BeApproximately(3, 1e-9);
    }

    [Fact]
    public void A_resource_that_takes_over_where_nothing_is_gained_any_more_is_named_there()
    {
        CapacityVariant[] variants = [Variant("2", 100, "connection pool of the API"), Variant("8", 400, "connection pool of the API"), Variant("32", 404, "CPU of the machine")];

        CapacityStudyText.Lines(variants).SkipLast(1).TakeLast(2).Should().Equal(
            "It stops helping at lms.pool.size=8: what comes after it holds at most 5.4 % more.",
            "At lms.pool.size=32 the CPU of the machine takes over from the connection pool of the API: 90 % busy.");
    }

    [Fact]
    public void A_rise_that_goes_on_to_the_last_variant_still_names_what_takes_over_there()
    {
        CapacityVariant[] variants = [Variant("2", 100, "connection pool of the API"), Variant("8", 400, "connection pool of the API"), Variant("32", 520, "CPU of the machine")];

        CapacityStudyText.Lines(variants).SkipLast(1).TakeLast(2).Should().Equal(
            "It still helps at the last variant.", "At lms.pool.size=32 the CPU of the machine takes over from the connection pool of the API: 90 % busy.");
    }

    private static CapacityVariant Variant(string size, double load, string resource) => new(
        [new("lms.pool.size", size)],
        "r" + size,
        [
            new CapacityAnswer
            {
                Model = CapacityModel.Rate,
                Status = CapacityStatus.Found,
                Load = load,
                Low = load * 0.97,
                High = load * 1.03,
                Steps = [LoadLab.Tests.Core.Capacity.SampleSteps.Rate(load, load) with { Resources = [new ResourceUse(resource, resource, 0.9, 1)] }],
            },
        ]);
}
