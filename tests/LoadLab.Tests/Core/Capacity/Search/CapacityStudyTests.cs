using LoadLab.Core.Capacity;
using LoadLab.Core.Capacity.Search;

namespace LoadLab.Tests.Core.Capacity.Search;

public sealed class CapacityStudyTests
{
    private static readonly CapacityVariant[] s_pool =
    [
        Variant("pool=2", 100, ("connection pool of the API", 1.8), ("CPU of the machine", 0.4)),
        Variant("pool=8", 390, ("connection pool of the API", 1.4), ("CPU of the machine", 0.9)),
        Variant("pool=32", 520, ("connection pool of the API", 0.6), ("CPU of the machine", 0.99)),
        Variant("pool=64", 515, ("connection pool of the API", 0.3), ("CPU of the machine", 0.99)),
    ];

    [Fact]
    public void A_rise_that_ends_says_where_and_what_takes_over()
    {
        var rows = CapacityStudy.Rows(s_pool, CapacityModel.Rate);

        rows.Select(row => row.Before?.Name).Should().Equal(null, "pool=2", "pool=8", "pool=32");
        rows[1].Gain!.Value.Estimate.Should().BeApproximately(2.9, 1e-9);
        (rows[3].Gain!.Value.Low < 0, rows[3].Gain!.Value.High > 0).Should().Be((true, true));
        CapacityStudy.StopsHelpingAt(rows)!.Variant.Name.Should().Be("pool=32");
        CapacityStudy.TakesOverAt(rows)!.Value.Row.Variant.Name.Should().Be("pool=32");
        CapacityStudy.TakesOverAt(rows)!.Value.From.Name.Should().Be("connection pool of the API");
    }

    [Fact]
    public void A_rise_that_goes_on_has_no_end() => CapacityStudy.StopsHelpingAt(CapacityStudy.Rows(s_pool[..3], CapacityModel.Rate)).Should().BeNull();

    [Fact]
    public void A_variant_without_an_answer_leaves_it_open()
    {
        CapacityVariant[] variants = [s_pool[0], s_pool[1] with { Answers = [new CapacityAnswer { Model = CapacityModel.Rate, Status = CapacityStatus.Invalid, Low = 80 }] }, s_pool[2]];

        var rows = CapacityStudy.Rows(variants, CapacityModel.Rate);

        (rows[1].Gain, rows[1].Answer.Held, CapacityStudy.StopsHelpingAt(rows)).Should().Be((null, null, null));
    }

    [Fact]
    public void A_grid_is_compared_along_each_key()
    {
        CapacityVariant[] grid = [Grid("2", "1", 100), Grid("2", "2", 110), Grid("8", "1", 300), Grid("8", "2", 400)];

        var rows = CapacityStudy.Rows(grid, CapacityModel.Rate);

        rows.Select(row => row.Before?.Name).Should().Equal(null, "pool=2, workers=1", "pool=2, workers=1", "pool=8, workers=1");
        CapacityStudy.StopsHelpingAt(rows).Should().BeNull("a grid has no order");
    }

    [Fact]
    public void What_was_not_searched_has_no_rows() => CapacityStudy.Rows(s_pool, CapacityModel.Users).Should().BeEmpty();

    private static CapacityVariant Grid(string pool, string workers, double load) => Variant("pool=2", load) with { Settings = [new("pool", pool), new("workers", workers)] };

    private static CapacityVariant Variant(string setting, double load, params (string Name, double Busy)[] resources) => new(
        [new(setting.Split('=')[0], setting.Split('=')[1])],
        "run",
        [
            new CapacityAnswer
            {
                Model = CapacityModel.Rate,
                Status = CapacityStatus.Found,
                Load = load,
                Low = load * 0.97,
                High = load * 1.03,
                Steps =
                [
                    SampleSteps.Rate(load, load) with { Resources = [.. resources.Select(use => new ResourceUse(use.Name, use.Name, use.Busy, 1))] },
                    SampleSteps.Rate(load * 1.1, load) with { Outcome = StepOutcome.Breaks, Resources = [new ResourceUse("in an overload everything waits", "all", 70, 1)] },
                ],
            },
        ]);
}
