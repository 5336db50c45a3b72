namespace LoadLab.Core.Capacity;

/// <summary>How a capacity search ended.</summary>
public enum CapacityStatus
{
    /// <summary>The interval is as narrow as was asked for.</summary>
    Found,

    /// <summary>The rows held at the highest load that may be tried: the capacity is at least that.</summary>
    AtLeast,

    /// <summary>The rows broke at the lowest load that may be tried: the capacity is less than that.</summary>
    LessThan,

    /// <summary>The search ended before the interval was narrow enough: time, steps, or rows that could not be decided.</summary>
    Open,

    /// <summary>The generator was at its limit before the target was. The load that it offered is no capacity of the target.</summary>
    Invalid,

    /// <summary>Interrupted; the interval is what was learned until then.</summary>
    Interrupted,
}
