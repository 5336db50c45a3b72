using System.Text.Json;
using System.Text.RegularExpressions;
using LoadLab.Core.Running;
using LoadLab.Reporting.Html;

namespace LoadLab.Tests.Reporting;

public sealed class HtmlReportTests
{
    [Fact]
    public void A_good_run_reads_as_approved() =>
        GoldenFile.Check("good.html", WithoutAssets(HtmlText.Of(new JudgedRun(SampleRun.Good(), SampleEvaluation.Good()))));

    [Fact]
    public void A_failed_run_reads_as_approved() =>
        GoldenFile.Check("failed.html", WithoutAssets(HtmlText.Of(new JudgedRun(SampleRun.Slow(), SampleEvaluation.Failed()))));

    [Fact]
    public void A_run_without_traffic_reads_as_approved() =>
        GoldenFile.Check("no-traffic.html", WithoutAssets(HtmlText.Of(new JudgedRun(SampleRun.WithoutTraffic(), SampleEvaluation.WithoutTraffic()))));

    [Fact]
    public void The_run_of_a_gate_reads_as_approved() => GoldenFile.Check("gate-regressed.html", WithoutAssets(HtmlText.Of(JudgedRun.Of(SampleGate.Regressed()))));

    [Fact]
    public void Every_gate_stands_at_the_top_with_its_decision_and_its_reason()
    {
        foreach (var gate in SampleGate.All())
        {
            var page = HtmlText.Of(JudgedRun.Of(gate));

            page.Should().Contain($">{LoadLab.Reporting.Figures.RunStory.Decision(gate.Decision)}</div>");
            page[..page.IndexOf("</header>", StringComparison.Ordinal)].Replace("&#160;", " ", StringComparison.Ordinal).Should().Contain(HtmlTable.Encode(gate.Line).Replace("&#160;", " ", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Without_a_comparison_the_page_of_a_gate_says_why() =>
        HtmlText.Of(JudgedRun.Of(SampleGate.NotCompared())).Should().Contain("Not compared: Run &#39;x&#39; has no request in the measured part of phase &#39;rate-100&#39;.");

    [Fact]
    public void The_page_refers_to_nothing_outside_itself()
    {
        var page = HtmlText.Of(new JudgedRun(SampleRun.Slow(), SampleEvaluation.Failed()));

        page.Should().NotContain("http://").And.NotContain("https://").And.NotContain("src=").And.NotContain("@import").And.NotContain("url(");
        page.Should().Contain("default-src 'none'");
    }

    [Fact]
    public void Names_from_the_run_cannot_become_markup()
    {
        var run = SampleRun.Slow();
        var hostile = run with
        {
            RunId = "<script>alert(1)</script>",
            Plan = run.Plan with { Suite = "</title><script>x" },
            Phases = [run.Phases[0] with { Name = "<img onerror=x>" }],
            Fingerprint = new Dictionary<string, string> { ["<b>"] = "\"><i>" },
        };

        var page = HtmlText.Of(new JudgedRun(hostile, SampleEvaluation.Failed()));

        page.Should().NotContain("<script>alert").And.NotContain("<script>x").And.NotContain("<img").And.NotContain("<i>");
        Regex.Count(page, "<script").Should().Be(2);
    }

    [Fact]
    public void The_hover_data_is_JSON_with_a_point_for_each_second_measured()
    {
        var page = HtmlText.Of(new JudgedRun(SampleRun.Good(), SampleEvaluation.Good()));

        var json = Regex.Match(page, "id=\"chart-data\">(.*?)</script>", RegexOptions.Singleline).Groups[1].Value;
        var series = JsonDocument.Parse(json).RootElement.GetProperty("series").EnumerateArray().ToList();

        series.Select(s => s.GetProperty("name").GetString()).Should()
            .Equal("P50", "P95", "P99", "offered starts", "requests", "DB pool", "Redis memory", "queue");
        series[0].GetProperty("points").GetArrayLength().Should().Be(61);
        series[5].GetProperty("points").GetArrayLength().Should().Be(57, "the probe missed four seconds");
    }

    [Fact]
    public async Task Writes_one_file()
    {
        using var directory = new TemporaryDirectory();

        var files = await new HtmlReport().WriteAsync(new JudgedRun(SampleRun.Good(), SampleEvaluation.Good()), Path.Combine(directory.Path, "report.html"), CancellationToken.None);

        files.Should().Equal(Path.Combine(directory.Path, "report.html"));
        Directory.GetFiles(directory.Path).Should().Equal(files);
    }

    private static string WithoutAssets(string page) => page
        .Replace(HtmlText.Asset("report.css"), "(report.css)\n", StringComparison.Ordinal)
        .Replace(HtmlText.Asset("report.js"), "(report.js)\n", StringComparison.Ordinal);
}
