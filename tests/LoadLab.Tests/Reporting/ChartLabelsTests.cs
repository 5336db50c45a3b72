using LoadLab.Reporting.Charts;

namespace LoadLab.Tests.Reporting;

/// <summary>One layout for PNG and SVG: the same words, whatever the width of the picture.</summary>
public sealed class ChartLabelsTests
{
    private const double Letter = 7;

    [Theory]
    [InlineData(800)]
    [InlineData(1080)]
    public void Every_word_of_the_svg_is_one_of_the_layout(int width)
    {
        var model = ChartBuilder.Build(SampleRun.Slow(), SampleEvaluation.Failed());

        var words = All(model, width).Select(label => System.Net.WebUtility.HtmlEncode(label.Text)).Order(StringComparer.Ordinal);

        System.Text.RegularExpressions.Regex.Matches(SvgChart.Draw(model), "<text [^>]*>([^<]*)</text>").Select(match => match.Groups[1].Value).Order(StringComparer.Ordinal).Should().Equal(words);
    }

    [Fact]
    public void The_title_of_the_axis_keeps_clear_of_its_last_value()
    {
        var model = ChartBuilder.Build(SampleRun.Good(), SampleEvaluation.Good()) with { Seconds = 60 };

        var footer = new ChartLabels(model, new ChartLayout(800), Width).Footer().ToList();
        var (last, title) = (footer[^2], footer[^1]);

        title.Text.Should().Be("time of the run");
        title.X.Should().BeGreaterThan(last.X + (Width(last.Text, last.Style) / 2));
        (title.X + (title.Text.Length * 5.5)).Should().BeLessThan(800, "the words of an axis have 5.5 units a letter");
    }

    [Fact]
    public void The_name_of_a_phase_is_cut_to_its_room()
    {
        var model = ChartBuilder.Build(SampleRun.Good(), SampleEvaluation.Good());
        var narrow = model with { Phases = [new ChartBand("a phase with a long name", 0, 5)] };
        var layout = new ChartLayout(800);

        var label = new ChartLabels(narrow, layout, Width).Header().First();

        label.Text.Should().EndWith("…").And.StartWith("a p");
        Width(label.Text, label.Style).Should().BeLessThanOrEqualTo(layout.PhaseRoom(narrow, narrow.Phases[0]));
    }

    [Fact]
    public void A_band_too_narrow_for_its_words_has_the_first_of_them_or_none()
    {
        var model = ChartBuilder.Build(SampleRun.Good(), SampleEvaluation.Good());
        string[] Words(double end) => [.. Below(model with { Uncounted = [new ChartBand("ramp, not counted", 0, end)] }).Select(label => label.Text).Where(text => text.StartsWith("ramp", StringComparison.Ordinal))];

        Words(30).Should().Equal("ramp, not counted");
        Words(5).Should().Equal("ramp");
        Words(0.5).Should().BeEmpty();
    }

    private static double Width(string text, LabelStyle style) => text.Length * Letter;

    private static IEnumerable<ChartLabel> Below(ChartModel model) => new ChartLabels(model, new ChartLayout(800), Width).Below(model.Panels[0], 60, first: true);

    private static IEnumerable<ChartLabel> All(ChartModel model, int width)
    {
        var labels = new ChartLabels(model, new ChartLayout(width), Width);
        return labels.Header()
            .Concat(ChartLayout.Plots(model).SelectMany((plot, at) => labels.Below(plot.Panel, plot.Top, at == 0).Concat(labels.Above(plot.Panel, plot.Top, at == 0))))
            .Concat(labels.Footer());
    }
}
