using System.Text.Json;
using LoadLab.Core.Comparison;
using LoadLab.Core.Measurement;
using LoadLab.Core.Store;

namespace LoadLab.Tests.Core.Comparison;

public class BaselineMakerTests
{
    [Fact]
    public void A_figure_that_was_never_measured_is_null_and_not_0()
    {
        var figures = Figures(Failed("a", 1));

        figures.GetProperty("p50Ms").ValueKind.Should().Be(JsonValueKind.Null, "every request failed at once, so nothing was timed");
        figures.GetProperty("p95Ms").ValueKind.Should().Be(JsonValueKind.Null);
        figures.GetProperty("p99Ms").ValueKind.Should().Be(JsonValueKind.Null);
        figures.GetProperty("requestsPerSecond").GetDouble().Should().Be(40);
        figures.GetProperty("errorRatio").GetDouble().Should().Be(1);
    }

    [Fact]
    public void The_median_is_of_the_runs_that_measured_it()
    {
        var figures = Figures(new ComparisonSample { Seed = 1 }.Run("a"), Failed("b", 2));

        figures.GetProperty("p50Ms").GetDouble().Should().BeInRange(30, 50, "one run has a median of 40 ms, and the other has none");
    }

    [Fact]
    public void A_baseline_with_a_gap_is_read_as_it_was_written()
    {
        var json = BaselineStore.ToJson(BaselineMaker.Of(Failed("a", 1)));

        JsonSerializer.Serialize(JsonSerializer.Deserialize(json, BaselineJson.Default.Baseline)!, ReadableBaselineJson.Context.Baseline).Should().Be(json.TrimEnd());
    }

    private static JsonElement Figures(params ComparedRun[] runs) =>
        JsonDocument.Parse(BaselineStore.ToJson(BaselineMaker.Of(runs))).RootElement.GetProperty("figures")[0];

    private static ComparedRun Failed(string id, long seed)
    {
        var run = new ComparisonSample { Seed = seed, Failing = 1 }.Run(id);
        return run with { Record = run.Record with { Slices = [.. run.Record.Slices.Where(slice => slice.Key.Class == ResultClasses.Status5xx)] } };
    }
}
