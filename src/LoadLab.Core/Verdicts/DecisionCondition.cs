using LoadLab.Core.Runs;

namespace LoadLab.Core.Verdicts;

/// <summary>One condition of the rule that a run was decided by, and what became of it.</summary>
/// <param name="Condition">Its word in the catalogue: <c>required-slos-pass</c>, <c>error-budget-left</c>, <c>no-regression</c>, <c>approval</c>.</param>
/// <param name="State">Whether it is met.</param>
/// <param name="Reason">Why, in one sentence with the figures.</param>
/// <param name="ExitCode">What it alone would end the process with; <see cref="ExitCode.Ok"/> when it does not stand in the way.</param>
public sealed record DecisionCondition(string Condition, ConditionState State, string Reason, ExitCode ExitCode)
{
    /// <summary>True when the decision is NO-GO because of it.</summary>
    public bool Blocks => ExitCode != ExitCode.Ok;

    /// <summary><c>error-budget-left does not hold: …</c></summary>
    public override string ToString() => $"{Condition} {Words(State)}: {Reason}";

    /// <summary><c>holds</c>, <c>does not hold</c> or <c>is not known</c>.</summary>
    public static string Words(ConditionState state) => state switch
    {
        ConditionState.Holds => "holds",
        ConditionState.DoesNotHold => "does not hold",
        ConditionState.NotKnown => "is not known",
        _ => throw new System.Diagnostics.UnreachableException(state.ToString()),
    };
}
