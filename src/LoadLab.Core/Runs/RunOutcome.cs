using LoadLab.Sdk;

namespace LoadLab.Core.Runs;

/// <summary>How a run ended.</summary>
public enum RunOutcome
{
    /// <summary>All of the plan ran.</summary>
    Completed,

    /// <summary>The user stopped it.</summary>
    Interrupted,

    /// <summary>A scenario or a stop condition ended it.</summary>
    Stopped,

    /// <summary>LoadLab did not come to the end: killed, or it broke.</summary>
    Incomplete,
}
