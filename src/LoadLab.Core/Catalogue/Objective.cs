using System.Diagnostics;
using LoadLab.Core.Statistics;
using LoadLab.Core.Text;
using LoadLab.Core.Verdicts;

namespace LoadLab.Core.Catalogue;

/// <summary>What a measured value must be against a limit.</summary>
/// <param name="Comparison">One of <see cref="ComparisonOperators.OneSided"/>.</param>
/// <param name="Limit">In <paramref name="Unit"/>; ratios are 0 to 1.</param>
/// <param name="Unit"><c>ms</c>, <c>ratio</c>, <c>bytes</c>, <c>bytes/s</c>, <c>1/s</c>, or the measure's own word such as <c>items</c>.</param>
/// <param name="Text">As the catalogue writes the limit: <c>600ms</c>.</param>
public sealed record Objective(ComparisonOperator Comparison, double Limit, string Unit, string Text)
{
    /// <summary>True when a smaller value is better.</summary>
    public bool WantsLess => Comparison.WantsLess() ?? throw new UnreachableException($"An objective is not compared by '{Comparison.Word()}'.");

    /// <summary>The comparison as a sign.</summary>
    public string Sign => Comparison.Sign();

    /// <summary>True when a value keeps the limit.</summary>
    public bool IsMetBy(double value) => Comparison.Holds(value, Limit);

    /// <summary>PASS when the whole interval keeps the limit, FAIL when none of it does, INCONCLUSIVE between.</summary>
    public Verdict Judge(Interval interval)
    {
        var low = IsMetBy(interval.Low);
        var high = IsMetBy(interval.High);
        return low && high ? Verdict.Pass : low || high ? Verdict.Inconclusive : Verdict.Fail;
    }
}
