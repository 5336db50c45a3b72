namespace LoadLab.Core.Runs;

/// <summary>Whether a condition of a decision is met.</summary>
public enum ConditionState
{
    /// <summary>It is.</summary>
    Holds,

    /// <summary>It is not.</summary>
    DoesNotHold,

    /// <summary>Nothing says. No data never passes, unless the rule says that it may.</summary>
    NotKnown,
}
