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
        CapacityStudy.Lines(rows).Select(line => (line.Key, line.With, string.Join(' ', line.Rows.Select(row => row.Answer.Load)))).Should().Equal(
            ("pool", "workers=1", "100 300"), ("pool", "workers=2", "110 400"), ("workers", "pool=2", "100 110"), ("workers", "pool=8", "300 400"));
    }

    [Fact]
    public void Neighbours_of_a_grid_that_differ_in_two_keys_take_nothing_over()
    {
        CapacityVariant[] grid =
        [
            Variant("pool=2", 100, ("pool", 1.8)) with { Settings = [new("pool", "2"), new("workers", "1")] },
            Variant("pool=2", 110, ("pool", 1.7)) with { Settings = [new("pool", "2"), new("workers", "2")] },
            Variant("pool=2", 300, ("CPU", 0.9)) with { Settings = [new("pool", "8"), new("workers", "1")] },
            Variant("pool=2", 310, ("CPU", 0.95)) with { Settings = [new("pool", "8"), new("workers", "2")] },
        ];

        var rows = CapacityStudy.Rows(grid, CapacityModel.Rate);

        CapacityStudy.TakesOverAt(rows).Should().BeNull();
        CapacityStudy.Lines(rows).Select(line => CapacityStudy.TakesOverAt(line.Rows)?.Row.Variant.Name).Should().Equal("pool=8, workers=1", "pool=8, workers=2", null, null);
    }

    [Fact]
    public void A_resource_that_was_not_used_up_hands_nothing_over() => CapacityStudy.TakesOverAt(CapacityStudy.Rows(
        [Variant("pool=2", 100, ("connection pool of the API", 0.4)), Variant("pool=8", 105, ("CPU of the machine", 0.5))], CapacityModel.Rate)).Should().BeNull();

    [Fact]
    public void No_gain_that_is_sure_is_not_no_gain()
    {
        CapacityVariant[] variants = [Wide("pool=2", 100), Wide("pool=8", 120)];

        var rows = CapacityStudy.Rows(variants, CapacityModel.Rate);

        CapacityStudy.StopsHelpingAt(rows)!.Variant.Name.Should().Be("pool=2");
        CapacityStudy.MostGainAfter(rows, rows[0]).Should().BeGreaterThan(0.5);
        LoadLab.Cli.Terminal.CapacityStudyText.Findings(rows).First().Should().MatchRegex("^Beyond pool=2 no gain is shown, and one of up to [0-9.]+ % is not ruled out: the intervals are wide");
    }

    [Fact]
    public void What_was_not_searched_has_no_rows() => CapacityStudy.Rows(s_pool, CapacityModel.Users).Should().BeEmpty();

    private static CapacityVariant Wide(string setting, double load)
    {
        var variant = Variant(setting, load);
        return variant with { Answers = [variant.Answers[0] with { Low = load * 0.7, High = load * 1.4 }] };
    }

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
