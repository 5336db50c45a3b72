namespace LoadLab.Core.Measurement;

/// <summary>How the samples of a measure are summed up.</summary>
public enum MeasureAggregation
{
    /// <summary>The peak matters.</summary>
    Max,

    /// <summary>The mean matters.</summary>
    Mean,

    /// <summary>The last value matters.</summary>
    Last,

    /// <summary>A running total; the rise over the run matters.</summary>
    Delta,
}
