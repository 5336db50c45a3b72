namespace LoadLab.Core.Catalogue;

/// <summary>What kind of figure an SLO limits.</summary>
public enum SloFigure
{
    /// <summary>A percentile of many values.</summary>
    Percentile,

    /// <summary>A share of events: it leaves an error budget.</summary>
    Share,

    /// <summary>Samples of a level.</summary>
    Level,

    /// <summary>An offered load.</summary>
    Load,
}
