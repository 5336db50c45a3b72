using LoadLab.Core;
using LoadLab.Reporting.Charts;
using SkiaSharp;

namespace LoadLab.Tests.Reporting;

public sealed class RunChartTests
{
    private static readonly SKColor Limit = SKColor.Parse("#d9480f");
    private static readonly SKColor Shade = SKColor.Parse("#f1f3f6");
    private static readonly SKColor Tail = SKColor.Parse("#173f7a");
    private static readonly SKColor Failure = SKColor.Parse("#c8372d");
    private static readonly SKColor Title = SKColor.Parse("#1f2933");

    [Fact]
    public void Is_a_PNG_of_the_declared_width_and_the_height_of_its_panels()
    {
        var run = SampleRun.Good();
        using var picture = SKBitmap.Decode(RunChart.Png(run, SampleEvaluation.Good()));

        picture.Width.Should().Be(RunChart.WidthPixels);
        picture.Height.Should().Be(PngChart.HeightOf(ChartBuilder.Build(run, SampleEvaluation.Good())));
    }

    [Fact]
    public void The_SLO_lines_run_from_edge_to_edge()
    {
        using var picture = SKBitmap.Decode(RunChart.Png(SampleRun.Good(), SampleEvaluation.Good()));
        var model = ChartBuilder.Build(SampleRun.Good(), SampleEvaluation.Good());

        var rows = Rows(picture, Limit, atLeast: 400);

        // P95, P99, pool, Redis and queue: a dashed line covers about half of the 1,248 pixels of a panel, less where its neighbour's label lies on it.
        Groups(rows).Should().Be(5);
        model.Panels.Sum(panel => panel.Limits.Count).Should().Be(5);
    }

    [Fact]
    public void Without_verdicts_there_is_no_SLO_line()
    {
        using var picture = SKBitmap.Decode(RunChart.Png(SampleRun.Good(), SampleEvaluation.Good() with { Verdicts = [] }));

        Count(picture, Limit).Should().Be(0);
    }

    [Fact]
    public void Ramps_are_shaded_and_lines_titles_and_failures_are_drawn()
    {
        using var slow = SKBitmap.Decode(RunChart.Png(SampleRun.Slow(), SampleEvaluation.Failed()));
        using var good = SKBitmap.Decode(RunChart.Png(SampleRun.Good(), SampleEvaluation.Good()));

        // Ramp 0–5 s and drain with ramp 30–36 s of 61 s, over four panels that are 13 shares of 84 pixels high: about 200,000 pixels.
        Count(slow, Shade).Should().BeInRange(150_000, 260_000);
        Count(slow, Tail).Should().BeGreaterThan(3_000);
        Count(slow, Failure).Should().BeGreaterThan(1_500);
        Count(good, Failure).Should().Be(0);
        Count(good, Title).Should().BeGreaterThan(1_000, "the titles are written, which needs a font");
    }

    [Fact]
    public void A_run_without_traffic_has_a_chart_that_says_so()
    {
        var model = ChartBuilder.Build(SampleRun.WithoutTraffic(), SampleEvaluation.WithoutTraffic());

        model.Panels.Should().ContainSingle().Which.Title.Should().Be("Response time, each second");
        SvgChart.Draw(model).Should().Contain(">no data<");
        RunChart.Png(SampleRun.WithoutTraffic(), SampleEvaluation.WithoutTraffic()).Should().NotBeEmpty();
    }

    [Fact]
    public void No_font_is_an_error_that_says_how_to_get_one()
    {
        var choose = () => ChartFonts.Choose([]);

        var error = choose.Should().Throw<LoadLabException>().Which;
        error.ExitCode.Should().Be(ExitCode.BadConfiguration);
        error.Message.Should().Be("The chart cannot be drawn: no font is installed on this machine.");
        error.Hint.Should().Be("Run again with --setup, or install one yourself: 'apt-get install fonts-dejavu-core' on Debian and Ubuntu.");
    }

    [Theory]
    [InlineData(new[] { "DejaVu Serif", "Liberation Sans" }, "Liberation Sans")]
    [InlineData(new[] { "Some Serif", "Fancy Sans" }, "Fancy Sans")]
    [InlineData(new[] { "Only Serif" }, "Only Serif")]
    public void A_sans_font_comes_before_any_other(string[] installed, string chosen) => ChartFonts.Choose(installed).Should().Be(chosen);

    private static int Count(SKBitmap picture, SKColor color) => picture.Pixels.Count(pixel => pixel == color);

    private static List<int> Rows(SKBitmap picture, SKColor color, int atLeast)
    {
        var found = new int[picture.Height];
        var pixels = picture.Pixels;
        for (var i = 0; i < pixels.Length; i++)
        {
            found[i / picture.Width] += pixels[i] == color ? 1 : 0;
        }

        return [.. Enumerable.Range(0, picture.Height).Where(y => found[y] >= atLeast)];
    }

    private static int Groups(List<int> rows) => rows.Where((row, i) => i == 0 || row - rows[i - 1] > 1).Count();
}
