using LoadLab.Core.Capacity;
using LoadLab.Core.Capacity.Search;
using LoadLab.Core.Running;
using LoadLab.Reporting.Charts;
using LoadLab.Reporting.Figures;
using LoadLab.Reporting.Html;
using LoadLab.Tests.Core.Capacity;
using LoadLab.Tests.Core.Capacity.Search;
using LoadLab.Tests.Core.Evaluation.Slos;
using static LoadLab.Tests.Core.Capacity.Search.SearchSample;

namespace LoadLab.Tests.Reporting;

public sealed class CapacityReportTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task A_search_has_its_charts_beside_the_report()
    {
        var files = await new CapacityReport().WriteAsync(Search(), Path.Combine(_directory.Path, "capacity.svg"), default);

        files.Select(Path.GetFileName).Should().Contain(["capacity-rate.png", "capacity-rate-narrow-dark.png", "capacity-rate.svg", "capacity-rate.csv", "headroom.png", "headroom.csv"]).And.HaveCount(12);
        (await File.ReadAllTextAsync(Path.Combine(_directory.Path, "capacity-rate.csv"))).Should().Contain("Response time,P95,ms,").And.Contain("P95 limit 600 ms");
    }

    [Fact]
    public async Task Another_run_has_none()
    {
        var run = SampleRun.Good();

        (await new CapacityReport().WriteAsync(new JudgedRun(run, SampleEvaluation.Good()), Path.Combine(_directory.Path, "capacity.svg"), default)).Should().BeEmpty();
        new HtmlReport().Text(new JudgedRun(run, SampleEvaluation.Good())).Should().NotContain("How much it holds");
    }

    [Fact]
    public void The_page_has_answer_charts_for_both_widths_models_and_steps()
    {
        var page = new HtmlReport().Text(Search());

        page.Should().Contain("<h2>How much it holds</h2>").And.MatchRegex("<span class=\"sub\">Arrival rate</span>\n<div class=\"big\">2[0-9]{2}/s</div>\n<span class=\"sub\">95 % interval [0-9]+ … [0-9]+ .*not decided</span>\n<p>At <b>300/s</b> API response time P95 broke first")
            .And.Contain("<h3>Arrival rate</h3>");
        page.Should().Contain("The steps that broke were overloads on purpose").And.NotContain("Offered: 100/s for");
        page.Split("<figure class=\"wide\">").Should().HaveCount(3, "headroom and search");
        page.Split("viewBox=\"0 0 520 ").Should().HaveCount(3, "each once more for phones");
        page.Should().Contain("<span class=\"pill bad\">breaks</span>").And.Contain("No scalability law: ");
    }

    [Fact]
    public void The_Markdown_report_has_the_answer_its_notes_and_the_steps()
    {
        var text = LoadLab.Reporting.Markdown.MarkdownText.Of(Search(), null);

        text.Should().Contain("## How much it holds").And.Contain("**Arrival rate:** not decided; until then: holds 2").And.Contain("### Arrival rate: 5 steps");
        text.Should().Contain("| Load | Step | Measured | Throughput | P50 | P95 | P99 | Failed | Busiest | Why |").And.Contain("| 400/s | breaks | 60 s |");
        LoadLab.Reporting.Markdown.MarkdownText.Of(new JudgedRun(SampleRun.Good(), SampleEvaluation.Good()), null).Should().NotContain("How much it holds");
    }

    [Fact]
    public void A_bound_is_drawn_as_a_bound()
    {
        var headroom = HeadroomChart.Build([new CapacityTarget(CapacityModel.Rate, 150, new(600, 600, double.PositiveInfinity)), new CapacityTarget(CapacityModel.Users, 1_000, new(10, 0, 10))], "x");

        headroom.Panels[0].Notes.Select(note => note.Text).Should().Equal("at least 600/s, 400 %", "less than 10 users, 1 %");
    }

    [Fact]
    public void What_waits_does_not_press_the_rest_onto_the_floor()
    {
        var steps = new[] { 1.0, 2, 4 }.Select(load => SampleSteps.Rate(load, load, 5) with { Resources = [new ResourceUse("pool", "p", load * 20, 1), new ResourceUse("CPU", "c", load / 5, 1)] }).ToList();

        var busy = CapacityChart.Build(new CapacityPicture { Subject = "x", Steps = steps }, 5).Panels[^1];

        busy.Title.Should().Be("Busy share and waiting, cut at 150 %");
        busy.Series.Single(series => series.Name == "pool").Y.Should().Equal(1.5, 1.5, 1.5);
        busy.Series.Single(series => series.Name == "CPU").Y.Should().Equal(0.2, 0.4, 0.8);
    }

    [Fact]
    public void The_models_are_told_in_sentences_or_why_not()
    {
        CapacityModelText.Lines([]).Should().BeEmpty();
        CapacityModelText.Lines([SampleSteps.Rate(10, 10, 5)]).Should().Equal(
            "No scalability law: 1 level, 6 needed.", "No knee: 1 level with a response time, 4 needed.", "No resource of the target is watched, so no bound of its throughput is known.");

        var steps = new double[] { 1, 2, 4, 8, 16, 32, 64 }.Select(n => SampleSteps.Users(n, 100 * n / (1 + (0.05 * (n - 1)) + (0.001 * n * (n - 1))), 10 + n) with { Resources = [new ResourceUse("CPU of the API", "cpu.api", n / 80, 2)] }).ToList();
        var lines = CapacityModelText.Lines(steps).ToList();

        lines[0].Should().StartWith("Scalability law over users: λ 100/s, σ 0.05 (").And.Contain("its peak is ").And.EndWith("It explains 100 % of the variation.");
        lines[1].Should().StartWith("Knee at ");
        lines[2].Should().StartWith("Bottleneck by the utilisation law: CPU of the API: ");
    }

    [Fact]
    public void A_bound_has_the_digits_of_its_interval()
    {
        var steps = new[] { (100.0, 1.02), (200, 0.98), (300, 1.01), (400, 0.99) }
            .Select(step => SampleSteps.Rate(step.Item1, step.Item1, 5) with { Resources = [new ResourceUse("CPU of the API", "cpu.api", step.Item1 * 0.0011 * step.Item2, 1)] }).ToList();

        CapacityModelText.Lines(steps).Last().Should().MatchRegex("which bounds throughput at 9[0-9]{2}/s \\(8[0-9]{2} … 9[0-9]{2}\\)\\.$");
    }

    [Fact]
    public void A_search_that_ended_on_its_way_down_claims_no_capacity()
    {
        var record = Steps((Slow, 100));
        var judged = CapacityEvaluator.Evaluate(record, RecordBuilder.Catalogue);
        var answer = judged.Capacity.Single() with { Targets = [150] };

        CapacityText.Sentence(answer).Should().StartWith("not decided; nothing is known below 100/s; at 100/s API response time P95 broke first");
        (CapacityText.Held(answer), SearchStory.Held(answer) + SearchStory.Asked(answer)).Should().Be(("not known below 100/s", "nothing is known below 100/s; 150/s is asked for"));
        new HtmlReport().Text(new JudgedRun(record, judged with { Capacity = [answer] }))
            .Should().MatchRegex("<div class=\"big\">not known below 100/s</div>\n<span class=\"sub\">150/s is asked for .*not decided</span>");
        new HtmlReport().Text(new JudgedRun(record, judged)).Should().Contain("No step held, so the failures of all steps count.").And.NotContain("overloads on purpose");
        CapacityText.Sentence(answer with { Status = CapacityStatus.LessThan }).Should().StartWith("holds less than 100/s; at 100/s API response time P95 broke first");
    }

    private static JudgedRun Search()
    {
        var record = Steps((Fast, 100), (Fast, 200), (Slow, 400), (Fast, 240), (Slow, 300));
        var judged = CapacityEvaluator.Evaluate(record, RecordBuilder.Catalogue);
        return new JudgedRun(record, judged with { Capacity = [judged.Capacity[0] with { Targets = [150] }] });
    }
}
