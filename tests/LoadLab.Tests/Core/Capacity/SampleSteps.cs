using LoadLab.Core.Capacity;

namespace LoadLab.Tests.Core.Capacity;

/// <summary>Steps of a search, made from figures.</summary>
internal static class SampleSteps
{
    public static CapacityStep Users(double users, double throughput, double? meanMs = null) => Step(CapacityModel.Users, users, throughput, meanMs);

    public static CapacityStep Rate(double rate, double throughput, double? meanMs = null) => Step(CapacityModel.Rate, rate, throughput, meanMs);

    /// <summary>One server with random arrivals and service times of <paramref name="serviceMs"/> on the average: R = S/(1−ρ).</summary>
    public static CapacityStep Mm1(double rate, double serviceMs) => Rate(rate, rate, serviceMs / (1 - (rate * serviceMs / 1000)));

    private static CapacityStep Step(CapacityModel model, double load, double throughput, double? meanMs) => new()
    {
        Phase = FormattableString.Invariant($"{(model == CapacityModel.Users ? "users" : "rate")}-{load}"),
        Model = model,
        Load = load,
        MeasuredSeconds = 30,
        Outcome = StepOutcome.Holds,
        ThroughputPerSecond = throughput,
        ErrorRatio = 0,
        MeanMs = meanMs,
    };
}
