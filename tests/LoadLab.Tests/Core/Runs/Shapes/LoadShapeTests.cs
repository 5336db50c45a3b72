using System.Text.Json;
using LoadLab.Core.Runs;
using LoadLab.Core.Runs.Shapes;
using LoadLab.Sdk;

namespace LoadLab.Tests.Core.Runs.Shapes;

public sealed class LoadShapeTests
{
    private const double Before = 40;
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private static readonly LoadSimulation[] Each =
    [
        Simulation.KeepConstant(50, Minute), Simulation.RampingConstant(100, Minute), Simulation.Inject(150, TimeSpan.FromSeconds(1), Minute),
        Simulation.RampingInject(100, TimeSpan.FromSeconds(1), Minute), Simulation.InjectRandom(10, 30, TimeSpan.FromSeconds(2), Minute),
        Simulation.Poisson(80, TimeSpan.FromSeconds(1), Minute), Simulation.Pause(Minute), Simulation.IterationsForConstant(5, 1000),
        Simulation.IterationsForInject(10, TimeSpan.FromSeconds(1), 600),
    ];

    public static TheoryData<LoadSimulation> All => new(Each);

    public static TheoryData<LoadSimulation> Timed => new(Each.Where(one => !LoadShape.Of(one).IsUnbounded));

    [Fact]
    public void Each_simulation_of_the_Sdk_has_one_shape_and_a_word_of_its_own()
    {
        var parts = typeof(LoadSimulation).GetNestedTypes().Where(typeof(LoadSimulation).IsAssignableFrom).ToList();

        Each.Select(one => one.GetType()).Should().BeEquivalentTo(parts, "the data of this class has one of each");
        LoadShape.All.Should().HaveCount(parts.Count);
        LoadShape.All.Select(shape => shape.Word).Should().OnlyHaveUniqueItems();
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_simulation_is_made_again_of_its_figures(LoadSimulation simulation)
    {
        var shape = LoadShape.Of(simulation);

        shape.Make(field => shape.Value(simulation, field)).Should().Be(simulation);
    }

    [Theory]
    [MemberData(nameof(Timed))]
    public void The_two_halves_are_as_long_as_the_whole_and_offer_as_much(LoadSimulation simulation)
    {
        var shape = LoadShape.Of(simulation);

        var (first, second) = shape.Split(simulation, Before, TimeSpan.FromSeconds(15));

        (first.During + second.During).Should().Be(simulation.During);
        first.During.Should().Be(TimeSpan.FromSeconds(15));
        var (whole, ofFirst, ofSecond) = (shape.Arrivals(simulation, Before), shape.Arrivals(first, Before), shape.Arrivals(second, shape.LevelAfter(first)));
        (ofFirst.Mean + ofSecond.Mean).Should().BeApproximately(whole.Mean, 1e-9);
        (ofFirst.Variance + ofSecond.Variance).Should().BeApproximately(whole.Variance, 1e-9);
        shape.LevelAfter(second).Should().Be(shape.LevelAfter(simulation));
    }

    /// <summary>Closed forms: rate · time, the mean of a ramp, the variance of Poisson and uniform counts.</summary>
    [Fact]
    public void Expected_arrivals_and_their_variance()
    {
        Each.Select(one => LoadShape.Of(one).Arrivals(one, Before)).Should().Equal(
            (0, 0), (0, 0), (150 * 60, 0), ((40 + 100) / 2 * 60, 0), (20 * 30, 20 * 20 / 12.0 * 30), (80 * 60, 80 * 60), (0, 0), (0, 0), (600, 0));
    }

    [Fact]
    public void Lowest_highest_and_last_level()
    {
        Each.Select(one => (LoadShape.Of(one).Least(one, Before), LoadShape.Of(one).Peak(one), LoadShape.Of(one).LevelAfter(one))).Should().Equal(
            (50, 50, 50), (40, 100, 100), (150, 150, 150), (40, 100, 100), (5, 15, 10), (80, 80, 80), (0, 0, 0), (5, 5, 5), (10, 10, 10));
    }

    [Fact]
    public void A_ramp_down_is_lowest_at_its_end() =>
        LoadShape.Of(Simulation.RampingConstant(10, Minute)).Least(Simulation.RampingConstant(10, Minute), 200).Should().Be(10);

    [Fact]
    public void In_words() =>
        Each.Select(one => LoadShape.Of(one).Describe(one, Before)).Should().Equal(
            "50 users", "40 → 100 users", "150/s", "40/s → 100/s", "5/s to 15/s at random", "80/s Poisson", "a pause", "1,000 iterations by 5 users", "600 iterations at 10/s");

    [Theory]
    [MemberData(nameof(All))]
    public void In_the_run_document_and_back(LoadSimulation simulation)
    {
        var options = new JsonSerializerOptions { Converters = { new LoadLab.Core.Store.SimulationConverter() } };

        var json = JsonSerializer.Serialize(simulation, options);

        json.Should().StartWith($"{{\"kind\":\"{LoadShape.Of(simulation).Word}\",");
        JsonSerializer.Deserialize<LoadSimulation>(json, options).Should().Be(simulation);
    }
}
