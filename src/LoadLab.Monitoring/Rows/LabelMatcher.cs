using System.Diagnostics;

namespace LoadLab.Monitoring.Rows;

/// <summary>A matcher of a selector.</summary>
/// <param name="Label">The label.</param>
/// <param name="Operator">One of <c>=</c>, <c>!=</c>, <c>=~</c>, <c>!~</c>.</param>
/// <param name="Value">The value with its quotes.</param>
internal sealed record LabelMatcher(string Label, string Operator, string Value)
{
    /// <summary>The matcher of all that this one does not match.</summary>
    public LabelMatcher Opposite => this with
    {
        Operator = Operator switch
        {
            "=" => "!=",
            "!=" => "=",
            "=~" => "!~",
            "!~" => "=~",
            _ => throw new UnreachableException($"No operator of PromQL: '{Operator}'."),
        },
    };

    /// <summary>The matcher as text.</summary>
    public override string ToString() => Label + Operator + Value;
}
