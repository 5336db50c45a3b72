namespace LoadLab.Core;

/// <summary>What the process ends with. 99, 104, 105 and 107 mean what they mean in k6.</summary>
public enum ExitCode
{
    /// <summary>Every required SLO passed and the run is valid.</summary>
    Ok = 0,

    /// <summary>A fault of LoadLab itself.</summary>
    InternalFault = 1,

    /// <summary>Inconclusive, or a required row was not measured.</summary>
    Inconclusive = 96,

    /// <summary>The run is invalid: the generator, not the target, shaped the result.</summary>
    InvalidRun = 97,

    /// <summary>Regression against the baseline.</summary>
    Regression = 98,

    /// <summary>An SLO failed.</summary>
    SloFailed = 99,

    /// <summary>Bad configuration or environment.</summary>
    BadConfiguration = 104,

    /// <summary>Interrupted by the user.</summary>
    Interrupted = 105,

    /// <summary>A scenario threw in its init.</summary>
    ScenarioInitFailed = 107,
}
