namespace LoadLab.Core.Runs.Shapes;

/// <summary>A figure that a load simulation is given by. Times are in seconds, rates in starts a second.</summary>
public enum LoadField
{
    /// <summary>Virtual users.</summary>
    Copies,

    /// <summary>Starts a second.</summary>
    Rate,

    /// <summary>Fewest starts an interval.</summary>
    Min,

    /// <summary>Most starts an interval.</summary>
    Max,

    /// <summary>Length of an interval.</summary>
    Interval,

    /// <summary>Iterations in all.</summary>
    Iterations,

    /// <summary>Length of the simulation.</summary>
    During,
}
