using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;

namespace LoadLab.Engine.VirtualUsers;

/// <summary>
/// The left side of Little's law, from samples of the canary's thread and not from the time stamps of the iterations: users (closed)
/// or iterations in flight (open), weighted by the time that passed.
/// </summary>
internal sealed class LittlesLawSampler(PhaseRun phase)
{
    private readonly Lock _lock = new();
    private double _measuredTicks;
    private double _userTicks;
    private double _secondTicks;
    private double _inFlightTicks;
    private double _inFlightSum;

    /// <summary>Takes a sample. One thread only.</summary>
    public void Sample(long now, long sinceLast)
    {
        var inFlight = phase.InFlight;
        lock (_lock)
        {
            _secondTicks += sinceLast;
            _inFlightTicks += (double)inFlight * sinceLast;
            if (!phase.Stopping && phase.IsMeasuredAt(now))
            {
                _measuredTicks += sinceLast;
                _userTicks += (double)(phase.Plan.Model == LoadModel.Closed ? phase.Load.VirtualUsers : inFlight) * sinceLast;
            }
        }
    }

    /// <summary>Iterations in flight, averaged since the last call.</summary>
    public double TakeInFlight()
    {
        lock (_lock)
        {
            var mean = _secondTicks > 0 ? _inFlightTicks / _secondTicks : _inFlightSum;
            _secondTicks = 0;
            _inFlightTicks = 0;
            _inFlightSum = phase.InFlight;
            return mean;
        }
    }

    /// <summary>Little's law over the measured part.</summary>
    public LittlesLaw Result()
    {
        lock (_lock)
        {
            double frequency = phase.Time.TimestampFrequency;
            var totals = phase.Recorder.Totals;
            var iterations = totals.Measured.Started;
            return new LittlesLaw(
                _measuredTicks > 0 ? _userTicks / _measuredTicks : 0,
                _measuredTicks > 0 ? iterations / (_measuredTicks / frequency) : 0,
                iterations > 0 ? totals.ServiceTicks / frequency / iterations : 0,
                iterations > 0 ? totals.ThinkTicks / frequency / iterations : 0,
                iterations,
                _measuredTicks / frequency);
        }
    }
}
