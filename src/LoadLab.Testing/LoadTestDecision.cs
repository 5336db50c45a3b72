namespace LoadLab.Testing;

/// <summary>May it go live?</summary>
public enum LoadTestDecision
{
    /// <summary>Yes: every required SLO passed, in a valid run.</summary>
    Go,

    /// <summary>No: a required SLO failed.</summary>
    NoGo,

    /// <summary>Nobody knows: there were too few samples, something was not measured, or the run was stopped.</summary>
    Inconclusive,

    /// <summary>The run does not count: the generator or the machine shaped its figures, not the target.</summary>
    Invalid,
}
