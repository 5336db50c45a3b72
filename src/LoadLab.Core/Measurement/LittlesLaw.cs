using LoadLab.Sdk;

namespace LoadLab.Core.Measurement;

/// <summary>
/// Little's law N = X · (R + Z) over a finite window (Little 2011, section 4), from figures counted apart: N by sampling each
/// millisecond, X by counting, R and Z by time stamps. What lies partly in the window counts with the part inside, so that the law
/// holds exactly, also for a load that is not steady.
/// </summary>
/// <param name="Users">N: virtual users (closed), or iterations in flight (open).</param>
/// <param name="ThroughputPerSecond">X: iterations of the window a second.</param>
/// <param name="ServiceSeconds">R: service time within the window for each of them.</param>
/// <param name="ThinkSeconds">Z: wait between iterations within the window for each of them; 0 in the open model.</param>
/// <param name="Iterations">Iterations that X, R and Z rest on.</param>
/// <param name="MeasuredSeconds">Length of the window.</param>
public sealed record LittlesLaw(
    double Users, double ThroughputPerSecond, double ServiceSeconds, double ThinkSeconds, long Iterations, double MeasuredSeconds)
{
    /// <summary>Seconds between two samples of N.</summary>
    public const double SampleSeconds = 0.001;

    /// <summary>X · (R + Z) / N; 1 when the law holds, NaN when there was no load. <see cref="StandardError"/> says how well this run can tell.</summary>
    public double Ratio => Users > 0 ? ThroughputPerSecond * (ServiceSeconds + ThinkSeconds) / Users : double.NaN;

    /// <summary>
    /// Standard error of <see cref="Ratio"/> when the law holds: sampling N each millisecond rounds each iteration's time by √(1/6) ms.
    /// Users of the closed model are always there, so sampling does not blur them.
    /// </summary>
    public double StandardError =>
        Iterations == 0 || ServiceSeconds + ThinkSeconds <= 0 ? double.PositiveInfinity
        : ThinkSeconds > 0 ? 0
        : SampleSeconds / Math.Sqrt(6.0 * Iterations) / ServiceSeconds;
}
