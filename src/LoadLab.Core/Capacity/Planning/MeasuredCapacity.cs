using LoadLab.Core.Statistics;
using LoadLab.Core.Text;

namespace LoadLab.Core.Capacity.Planning;

/// <summary>What one set-up holds inside its SLOs.</summary>
public sealed record MeasuredCapacity
{
    /// <summary>What the load counts.</summary>
    public required CapacityModel Model { get; init; }

    /// <summary>The load that all instances of the set-up hold together, with its 95 % interval; the point where none is known.</summary>
    public required Interval Load { get; init; }

    /// <summary>Instances that it was measured with.</summary>
    public int Instances { get; init; } = 1;

    /// <summary>Whether an interval is known.</summary>
    public bool HasInterval => Load.Low < Load.High;

    /// <summary>Where it is from.</summary>
    public required string Source { get; init; }

    /// <summary>A load of this model for people: <c>412/s</c>, <c>1,200 users</c>.</summary>
    public static string Describe(double load, CapacityModel model) => model == CapacityModel.Rate ? Units.Rate(load) : Units.Value(Math.Round(load), "users");
}
