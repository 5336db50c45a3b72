namespace LoadLab.Core.Capacity;

/// <summary>What one step of a capacity search showed.</summary>
public enum StepOutcome
{
    /// <summary>All rows passed.</summary>
    Holds,

    /// <summary>A row failed.</summary>
    Breaks,

    /// <summary>Neither: a row could not be decided.</summary>
    Undecided,

    /// <summary>The generator, and not the target, shaped the result. It says nothing about the target.</summary>
    Invalid,
}
