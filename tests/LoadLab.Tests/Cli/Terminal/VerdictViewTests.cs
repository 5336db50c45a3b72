using LoadLab.Cli.Terminal;
using LoadLab.Core.Evaluation;
using LoadLab.Core.Runs;
using LoadLab.Tests.Reporting;
using Spectre.Console;

namespace LoadLab.Tests.Cli.Terminal;

public sealed class VerdictViewTests
{
    private const string Report = "results/20261123T083000Z-capacity-4f2a/report.html";

    [Fact]
    public void A_good_run_at_80_columns() =>
        GoldenFile.Check("good-80.txt", Render(SampleRun.Good(), SampleEvaluation.Good(), 80));

    [Fact]
    public void A_failed_run_at_80_columns() =>
        GoldenFile.Check("failed-80.txt", Render(SampleRun.Slow(), SampleEvaluation.Failed(), 80));

    [Fact]
    public void A_failed_run_at_120_columns() =>
        GoldenFile.Check("failed-120.txt", Render(SampleRun.Slow(), SampleEvaluation.Failed(), 120));

    [Fact]
    public void A_run_with_faults_at_80_columns() =>
        GoldenFile.Check("faults-80.txt", Render(SampleRun.Slow(), SampleEvaluation.Broken(), 80));

    [Fact]
    public void An_invalid_run_in_ASCII() =>
        GoldenFile.Check("invalid-ascii.txt", Render(SampleRun.Interrupted(), SampleEvaluation.Invalid(), 80, unicode: false));

    [Fact]
    public void A_run_without_traffic() =>
        GoldenFile.Check("no-traffic-80.txt", Render(SampleRun.WithoutTraffic(), SampleEvaluation.WithoutTraffic(), 80));

    [Theory]
    [InlineData(80)]
    [InlineData(110)]
    [InlineData(160)]
    public void No_line_is_wider_than_the_terminal(int width)
    {
        var text = Render(SampleRun.Slow(), SampleEvaluation.Failed(), width);

        text.Split('\n').Should().OnlyContain(line => line.Length <= width);
    }

    [Fact]
    public void The_path_of_the_report_is_never_broken() =>
        Render(SampleRun.Good(), SampleEvaluation.Good(), 48).Should().Contain("Report  " + Report + "\n");

    [Fact]
    public void ASCII_means_ASCII()
    {
        Render(SampleRun.Slow(), SampleEvaluation.Failed(), 120, unicode: false).Should().MatchRegex(@"^[\x0a\x20-\x7e]+$");
        Render(SampleRun.Slow(), SampleEvaluation.Broken(), 120, unicode: false).Should().MatchRegex(@"^[\x0a\x20-\x7e]+$");
    }

    [Fact]
    public void Names_with_markup_are_shown_as_they_are()
    {
        var evaluation = SampleEvaluation.Failed();
        var hostile = evaluation with { Verdicts = [evaluation.Verdicts[0] with { Title = "P95 [red]x[/] [[" }], Reasons = ["[bold] is no reason"] };

        Render(SampleRun.Slow(), hostile, 120).Should().Contain("P95 [red]x[/] [[").And.Contain("[bold] is no reason");
    }

    [Theory]
    [InlineData(Decision.Go, "GO")]
    [InlineData(Decision.NoGo, "NO-GO")]
    [InlineData(Decision.GoWithApproval, "GO with approval")]
    public void Every_decision_has_its_word(Decision decision, string word)
    {
        var text = Render(SampleRun.Good(), SampleEvaluation.Good() with { Decision = decision, Reasons = [] }, 80);

        text.Split('\n').Select(line => line.Trim()).Should().Contain(word);
    }

    private static string Render(RunRecord record, RunEvaluation evaluation, int width, bool unicode = true)
    {
        using var writer = new StringWriter { NewLine = "\n" };
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(writer),
        });
        console.Profile.Width = width;
        console.Profile.Capabilities.Unicode = unicode;
        VerdictView.Write(console, record, evaluation, Report);
        return string.Join('\n', writer.ToString().ReplaceLineEndings("\n").Split('\n').Select(line => line.TrimEnd()));
    }
}
