using LoadLab.Cli.Terminal;
using LoadLab.Core.Runs;
using LoadLab.Core.Verdicts;
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

    [Fact]
    public void Before_the_decision_of_a_gate_the_SLOs_are_a_part_and_no_GO()
    {
        using var text = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Out = new AnsiConsoleOutput(text) });

        VerdictView.Write(console, SampleRun.Good(), SampleEvaluation.Good(), Report, isPart: true);

        text.ToString().Split('\n').Should().Contain(line => line.StartsWith("SLOs    ")).And.NotContain(line => line.StartsWith(" GO "));
    }

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
    public void Rows_that_decide_nothing_are_named_in_one_line_and_stand_in_no_table()
    {
        var evaluation = SampleEvaluation.Good();
        var shown = evaluation.Verdicts[0] with { Required = false, Verdict = Verdict.Inconclusive };
        var rows = Enumerable.Range(1, 6).Select(i => shown with { Id = $"row-{i}", Title = $"Row {i}" });
        var unmeasured = shown with { Id = "none", Title = "Nobody looked", Verdict = Verdict.NotMeasured };

        var text = Render(SampleRun.Good(), evaluation with { Verdicts = [.. evaluation.Verdicts.Where(verdict => verdict.Required), .. rows, unmeasured] }, 160);

        text.Should().Contain("? Not decided, and not required: Row 1, Row 2, Row 3, Row 4 and 2 more in the report.\n")
            .And.Contain("– Not measured, and not required: Nobody looked.\n")
            .And.NotContain("Row 5").And.NotContain("INCONCLUSIVE");
    }

    [Fact]
    public void A_row_that_failed_is_shown_also_when_it_is_not_required()
    {
        var evaluation = SampleEvaluation.Good();
        var failed = evaluation.Verdicts[0] with { Id = "late", Title = "Late row", Required = false, Verdict = Verdict.Fail, Reason = "It was late." };

        Render(SampleRun.Good(), evaluation with { Verdicts = [failed] }, 160).Should().Contain("Late row (not required)").And.Contain("Late row: It was late.");
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
    [InlineData(Decision.GoWithApproval, "GO WITH APPROVAL")]
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
