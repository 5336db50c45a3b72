using LoadLab.Core.Capacity;
using LoadLab.Core.Capacity.Planning;
using LoadLab.Core.Statistics;

namespace LoadLab.Reporting.Charts;

/// <summary>A load that must be held, and what is held.</summary>
/// <param name="Model">What the load counts.</param>
/// <param name="Load">The target.</param>
/// <param name="Held">What is held, in the same unit.</param>
public sealed record CapacityTarget(CapacityModel Model, double Load, Interval Held)
{
    /// <summary>The target for people: <c>1,000 users</c>.</summary>
    public string Name => MeasuredCapacity.Describe(Load, Model);
}
