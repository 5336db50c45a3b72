namespace LoadLab.Engine.SelfTest;

/// <summary>One comparison of the self-test.</summary>
/// <param name="Case">What was done.</param>
/// <param name="Model"><c>open</c> or <c>closed</c>.</param>
/// <param name="Figure">What was compared.</param>
/// <param name="Unit"><c>ms</c>, <c>1/s</c>, <c>count</c> or <c>verdict</c>.</param>
/// <param name="Expected">The closed form.</param>
/// <param name="Measured">What the engine said.</param>
/// <param name="Allowed">Largest difference: 1 % of the expected value, or one histogram bucket, or the spacing of arrivals.</param>
public sealed record SelfTestRow(string Case, string Model, string Figure, string Unit, double Expected, double Measured, double Allowed)
{
    /// <summary>
    /// Runs that the case took. More than one: before, the machine held up the target's own thread, so its answers were not the known ones.
    /// </summary>
    public int Attempts { get; init; } = 1;

    /// <summary>(measured − expected) / expected; 0 when both are 0.</summary>
    public double ErrorRatio => Expected == 0 ? (Measured == 0 ? 0 : double.PositiveInfinity) : (Measured - Expected) / Expected;

    /// <summary>True when the difference is allowed.</summary>
    public bool Passed => Math.Abs(Measured - Expected) <= Allowed;
}
