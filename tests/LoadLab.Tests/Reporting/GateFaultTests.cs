using LoadLab.Core.Comparison;
using LoadLab.Core.Gate;
using LoadLab.Reporting.Figures;
using LoadLab.Reporting.Markdown;

namespace LoadLab.Tests.Reporting;

/// <summary>A gate whose baseline knew nothing of a fault: its comment, and what its reports as HTML and Markdown say beside the figures.</summary>
public sealed class GateFaultTests
{
    private const string Words = "Not the same on both sides, and may alone explain a shift: fault redis pause at 20s: none → for 5s.";

    private static readonly GateResult s_gate = SampleGate.Good() with
    {
        Comparison = SampleGate.Good().Comparison! with { Differences = [new FingerprintDifference("fault redis pause at 20s", [""], ["for 5s"], true)] },
    };

    [Fact]
    public void A_fault_that_the_baseline_has_not_is_told_in_the_comment() => GateMarkdown.Comment(s_gate).Should().Contain(Words);

    [Fact]
    public void And_in_both_reports() => GateTable.Notes(s_gate).Should().Contain(Words);
}
