namespace LoadLab.Core.Measurement;

/// <summary>How much a finding matters.</summary>
public enum FindingSeverity
{
    /// <summary>Good to know.</summary>
    Info,

    /// <summary>Looks at the result with care.</summary>
    Warning,

    /// <summary>Makes the run invalid.</summary>
    Invalid,
}
