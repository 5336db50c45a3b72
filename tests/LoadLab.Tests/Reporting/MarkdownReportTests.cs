using LoadLab.Core.Running;
using LoadLab.Reporting.Charts;
using LoadLab.Reporting.Markdown;

namespace LoadLab.Tests.Reporting;

public sealed class MarkdownReportTests
{
    [Fact]
    public void A_good_run_reads_as_approved() =>
        GoldenFile.Check("good.md", MarkdownText.Of(new JudgedRun(SampleRun.Good(), SampleEvaluation.Good()), null));

    [Fact]
    public void A_failed_run_reads_as_approved() =>
        GoldenFile.Check("failed.md", MarkdownText.Of(new JudgedRun(SampleRun.Slow(), SampleEvaluation.Failed()), null));

    [Fact]
    public void An_invalid_run_reads_as_approved() =>
        GoldenFile.Check("invalid.md", MarkdownText.Of(new JudgedRun(SampleRun.Interrupted(), SampleEvaluation.Invalid()), null));

    [Fact]
    public void A_run_without_traffic_reads_as_approved() =>
        GoldenFile.Check("no-traffic.md", MarkdownText.Of(new JudgedRun(SampleRun.WithoutTraffic(), SampleEvaluation.WithoutTraffic()), null));

    [Fact]
    public void A_run_with_faults_reads_as_approved() =>
        GoldenFile.Check("faults.md", MarkdownText.Of(new JudgedRun(SampleRun.Slow(), SampleEvaluation.Broken()), null));

    [Fact]
    public void The_run_of_a_gate_reads_as_approved() => GoldenFile.Check("gate-regressed.md", MarkdownText.Of(JudgedRun.Of(SampleGate.Regressed()), null));

    [Fact]
    public async Task Writes_the_report_and_the_chart_beside_it()
    {
        using var directory = new TemporaryDirectory();

        var files = await new MarkdownReport().WriteAsync(new JudgedRun(SampleRun.Good(), SampleEvaluation.Good()), Path.Combine(directory.Path, "report.md"), CancellationToken.None);

        files.Should().Equal(Path.Combine(directory.Path, "report.md"), Path.Combine(directory.Path, "chart.png"));
        (await File.ReadAllTextAsync(files[0])).Should().Contain("](chart.png)");
        (await File.ReadAllBytesAsync(files[1])).Should().StartWith([0x89, (byte)'P', (byte)'N', (byte)'G']);
    }

    [Fact]
    public async Task Without_a_font_the_report_is_written_and_says_how_to_get_one()
    {
        using var directory = new TemporaryDirectory();
        var report = new MarkdownReport((_, _) => System.Text.Encoding.UTF8.GetBytes(ChartFonts.Choose([])));

        var files = await report.WriteAsync(new JudgedRun(SampleRun.Good(), SampleEvaluation.Good()), Path.Combine(directory.Path, "report.md"), CancellationToken.None);

        files.Should().Equal(Path.Combine(directory.Path, "report.md"));
        (await File.ReadAllTextAsync(files[0])).Should()
            .Contain("**No chart.** The chart cannot be drawn: no font is installed on this machine. Run again with --setup")
            .And.Contain("fonts-dejavu-core")
            .And.NotContain("](chart.png)");
    }

    [Theory]
    [InlineData("a|b", "a\\|b")]
    [InlineData("two\r\nlines", "two lines")]
    [InlineData("<script>", "&lt;script&gt;")]
    [InlineData("save_progress", "save\\_progress")]
    public void A_name_cannot_break_a_table(string name, string escaped) =>
        MarkdownTable.Escape(name).Should().Be(escaped);
}
