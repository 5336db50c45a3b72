using System.Text;
using System.Xml.Linq;
using LoadLab.Core;
using LoadLab.Core.Gate;
using LoadLab.Reporting.GitHub;
using LoadLab.Reporting.JUnit;
using LoadLab.Reporting.Markdown;

namespace LoadLab.Tests.Reporting;

public sealed class GateOutputTests
{
    [Fact]
    public void The_samples_have_each_exit_code() =>
        SampleGate.All().Select(gate => (int)gate.ExitCode).Should().Equal(0, 98, 99, 97, 105, 96, 96, 96, 99, 0, 99);

    [Fact]
    public void JUnit_reads_as_approved() => GoldenFile.Check("gate-failed.xml", JUnitText.Of(SampleGate.Failed()));

    [Fact]
    public void JUnit_with_nasty_names_reads_as_approved() => GoldenFile.Check("gate-nasty.xml", JUnitText.Of(SampleGate.NastyNames()));

    [Fact]
    public void A_comment_reads_as_approved() => GoldenFile.Check("gate-failed-comment.md", GateMarkdown.Comment(SampleGate.Failed()));

    [Fact]
    public void A_comment_on_a_GO_reads_as_approved() => GoldenFile.Check("gate-good-comment.md", GateMarkdown.Comment(SampleGate.Good()));

    [Fact]
    public void A_comment_with_nasty_names_reads_as_approved() => GoldenFile.Check("gate-nasty-comment.md", GateMarkdown.Comment(SampleGate.NastyNames()));

    [Fact]
    public void A_summary_reads_as_approved() => GoldenFile.Check("gate-regressed-summary.md", GateMarkdown.Summary(SampleGate.Regressed()));

    [Fact]
    public void Annotations_with_nasty_names_read_as_approved() =>
        GoldenFile.Check("gate-nasty-annotations.txt", string.Join("\n", Annotations.Of(SampleGate.NastyNames())) + "\n");

    [Fact]
    public void JUnit_keeps_to_the_schema() =>
        SampleGate.All().SelectMany(gate => JUnitSchema.Faults(JUnitText.Of(gate))).Should().BeEmpty();

    [Theory]
    [InlineData("<testsuites tests=\"1\"/>", "the root is testsuites, without attributes")]
    [InlineData("<testsuites><testsuite id=\"1\" package=\"p\" name=\"n\" timestamp=\"2026-11-23T08:30:00Z\" hostname=\"h\" tests=\"1\" failures=\"0\" errors=\"0\" skipped=\"0\" time=\"1\"><properties/><testcase name=\" n\" classname=\"c\" time=\"0\"><failure/></testcase><system-err/></testsuite></testsuites>",
        "ids count from 0; suite n: properties, testcase …, system-out, system-err; suite n: timestamp without a zone; suite n: failures counts them; suite n: tokens of a testcase; suite n: type is required")]
    public void The_schema_check_sees_what_is_wrong(string text, string faults) => string.Join("; ", JUnitSchema.Faults(text)).Should().Be(faults);

    [Fact]
    public void JUnit_is_red_exactly_when_the_exit_code_is_not_0()
    {
        foreach (var gate in SampleGate.All())
        {
            var outcomes = XDocument.Parse(JUnitText.Of(gate)).Descendants().Count(element => element.Name.LocalName is "failure" or "error");
            (outcomes > 0).Should().Be(gate.ExitCode != ExitCode.Ok, gate.Line);
        }
    }

    [Fact]
    public void A_required_row_without_data_is_an_error_and_one_that_is_not_required_is_skipped_with_its_verdict()
    {
        var cases = XDocument.Parse(JUnitText.Of(SampleGate.NotMeasured())).Descendants("testcase").ToDictionary(test => test.Attribute("name")!.Value.Split(':')[0]);

        cases["api-response-p95"].Element("error")!.Attribute("type")!.Value.Should().Be("NOT MEASURED");
        cases["db-query-p95"].Element("skipped")!.Attribute("message")!.Value.Should().StartWith("NOT MEASURED, not required: ");
    }

    [Fact]
    public void Annotations_are_ten_at_most_and_say_how_many_more()
    {
        var gate = SampleGate.NotMeasured();
        var row = gate.Evaluation.Verdicts[0];
        var many = gate with { Evaluation = gate.Evaluation with { Verdicts = [.. Enumerable.Range(0, 30).Select(at => row with { Id = $"slo-{at}" })] } };

        var lines = Annotations.Of(many);

        lines.Should().HaveCount(10).And.OnlyContain(line => line.StartsWith("::error title="));
        lines[^1].Should().Be("::error title=LoadLab::22 more. All stand in the job's summary.");
        Annotations.Of(SampleGate.Good()).Should().BeEmpty();
    }

    [Fact]
    public void A_summary_that_is_too_long_ends_with_a_whole_line_and_a_note()
    {
        var whole = GateMarkdown.Summary(SampleGate.Failed());
        foreach (var most in new[] { 0, 100, 900, 2_500, Encoding.UTF8.GetByteCount(whole) - 1 })
        {
            var cut = MarkdownCut.Shorten(whole, most);

            Encoding.UTF8.GetByteCount(cut).Should().BeLessThanOrEqualTo(most);
            (cut.Length == 0 || cut.EndsWith("All of it stands in the run's report._\n", StringComparison.Ordinal)).Should().BeTrue();
            (cut.Split('\n').Count(line => line.StartsWith("```", StringComparison.Ordinal)) % 2).Should().Be(0, "a code block that is open would swallow the note");
            var kept = cut.Split("\n\n_Cut:")[0];
            (whole.StartsWith(kept, StringComparison.Ordinal) || whole.StartsWith(kept[..^"\n```".Length], StringComparison.Ordinal)).Should().BeTrue("nothing but the end is missing");
        }

        MarkdownCut.Shorten(whole, Encoding.UTF8.GetByteCount(whole)).Should().Be(whole);
    }

    [Fact]
    public void A_run_of_a_gate_that_decides_nothing_is_no_pass()
    {
        SampleGate.NotCompared().Line.Should().Be("NO-GO (exit code 96): the run could not be compared with baseline 'smoke': Run 'x' has no request in the measured part of phase 'rate-100'.");
        SampleGate.Undecided().Line.Should().Be("NO-GO (exit code 96): no figure of rate-100 could be decided against baseline 'smoke'; a longer run would.");
        SampleGate.Good().Line.Should().Be("GO: the run is valid, 6 required SLOs passed, and nothing is shown to be worse than baseline 'smoke'.");
        SampleGate.OnePhaseUndecided().Line.Should().StartWith("NO-GO (exit code 96): no figure of users-50 could be decided", "a good phase says nothing about another");
        (SampleGate.Good() with { Comparison = SampleGate.Good().Comparison! with { Figures = [] } }).ExitCode.Should().Be(ExitCode.Inconclusive);
        new GateResult[] { SampleGate.Regressed() with { Evaluation = SampleEvaluation.WithoutTraffic() } }.Single().ExitCode.Should().Be(ExitCode.Regression, "98 comes before 96");
    }
}
