using LoadLab.Core.Running;
using LoadLab.Cli.Documents;
using LoadLab.Core.Gate;
using LoadLab.Reporting.Html;
using LoadLab.Reporting.JUnit;
using LoadLab.Reporting.Markdown;

namespace LoadLab.Tests.Reporting;

/// <summary>The rule of a decision and its conditions in every output.</summary>
public sealed class DecisionOutputTests
{
    [Fact]
    public void JUnit_of_an_approved_gate_reads_as_approved() => GoldenFile.Check("gate-approved.xml", JUnitText.Of(SampleGate.Approved()));

    [Fact]
    public void A_comment_on_an_approved_gate_reads_as_approved() => GoldenFile.Check("gate-approved-comment.md", GateMarkdown.Comment(SampleGate.Approved()));

    [Fact]
    public void A_comment_on_a_spent_budget_reads_as_approved() => GoldenFile.Check("gate-budget-comment.md", GateMarkdown.Comment(SampleGate.BudgetSpent()));

    [Fact]
    public void Json_of_an_approved_gate_reads_as_approved() => GoldenFile.Check("gate-approved.json", GateDocument.Of(Short(SampleGate.Approved())));

    [Fact]
    public void Json_of_a_failed_gate_reads_as_approved() => GoldenFile.Check("gate-failed.json", GateDocument.Of(Short(SampleGate.Failed())));

    [Fact]
    public void The_reports_say_each_condition()
    {
        var gate = SampleGate.BudgetSpent();
        const string Spent = "api-errors has -25 % of its error budget of 2026-11 left (until 2026-11-23 00:00 UTC), at least 10 % needed.";

        MarkdownText.Of(new JudgedRun(gate.Record, gate.Evaluation), null).Should().Contain("Decided as Feature Release (feature-release, 10.2/2): all of this must hold.\n\nrequired-slos-pass holds: all 6 required SLOs passed.\n\nerror-budget-left does not hold: " + Spent);
        HtmlText.Of(new JudgedRun(gate.Record, gate.Evaluation)).Should().Contain("<li><span class=\"pill bad\">does not hold</span> <b>error-budget-left</b>: " + Spent + "</li>");
    }

    [Fact]
    public void Who_approved_it_cannot_become_markup() =>
        HtmlText.Of(new JudgedRun(SampleGate.Approved("<script>x").Record, SampleGate.Approved("<script>x").Evaluation)).Should().Contain("approved by &lt;script&gt;x on").And.NotContain("<script>x");

    /// <summary>Without what is measured second by second: that has tests of its own.</summary>
    private static GateResult Short(GateResult gate) => gate with
    {
        Record = gate.Record with { Seconds = [], Slices = [], Health = [], Probes = [], Tables = [], Phases = [], Fingerprint = new SortedDictionary<string, string>() },
    };
}
