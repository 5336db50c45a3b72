namespace LoadLab.Core.Verdicts;

/// <summary>What breaking a row of the catalogue means. <see cref="SloTiers"/> has the words.</summary>
public enum SloTier
{
    /// <summary><c>sla</c>: a promise to the customer is broken.</summary>
    Sla,

    /// <summary><c>slo</c>: the own target, which lies inside the promise, is missed.</summary>
    Slo,
}
