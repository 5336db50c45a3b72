using System.Diagnostics;
using LoadLab.Core.Runs;
using LoadLab.Core.Runs.Shapes;
using LoadLab.Sdk;

namespace LoadLab.Engine.Pacing;

/// <summary>One start of the open model.</summary>
/// <param name="Number">k-th arrival of the phase, from 0.</param>
/// <param name="OffsetSeconds">Seconds from the phase's start.</param>
/// <param name="Measured">False in warm-up and ramps.</param>
public readonly record struct Arrival(long Number, double OffsetSeconds, bool Measured);

/// <summary>
/// The arrivals of an open phase. The n-th one lies where the integral of the rate, N(t) = ∫ λ dt, reaches n: evenly spaced under a
/// constant rate, continuous through ramps and from one segment to the next. Poisson gaps come from the seed.
/// A pure sequence: the same segments and seed give the same arrivals.
/// </summary>
internal sealed class ArrivalSchedule
{
    /// <summary>Arrivals this close to the end of a segment belong to the next: the rounding of 150/s · 90 s must not add one.</summary>
    private const double Tolerance = 1e-9;

    private readonly IReadOnlyList<LoadSegment> _segments;
    private readonly SeededRandom _random;
    private int _index = -1;
    private double _segmentStart;
    private double _segmentLength;
    private double _rateFrom;
    private double _rateTo;
    private double _mass;
    private double _next;
    private double _part;
    private double _partLength;
    private long _number;

    /// <summary>A schedule from its beginning.</summary>
    /// <exception cref="ArgumentException">A segment belongs to the closed model.</exception>
    public ArrivalSchedule(IReadOnlyList<LoadSegment> segments, long seed)
    {
        ArgumentNullException.ThrowIfNull(segments);
        _segments = segments;
        _random = new SeededRandom(seed, stream: -1);
        Advance();
    }

    /// <summary>The next arrival; false after the last.</summary>
    public bool TryNext(out Arrival arrival)
    {
        while (_index < _segments.Count)
        {
            if (TryNextInPart(out var offset))
            {
                arrival = new Arrival(_number++, _segmentStart + _part + offset, _segments[_index].Measured);
                return true;
            }

            if (!NextPart())
            {
                _segmentStart += _segmentLength;
                Advance();
            }
        }

        arrival = default;
        return false;
    }

    private bool TryNextInPart(out double offset)
    {
        if (_segments[_index].Simulation is LoadSimulation.PoissonPart)
        {
            offset = _next;
            _next += Exponential() / _rateTo;
            return offset < _partLength;
        }

        if (_next >= _mass - (Tolerance * Math.Max(1, _mass)))
        {
            offset = 0;
            return false;
        }

        offset = Invert(_next);
        _next++;
        return true;
    }

    /// <summary>The t at which r₀·t + (r₁ − r₀)·t²/2D = n, in the form that does not cancel.</summary>
    private double Invert(double n)
    {
        var slope = (_rateTo - _rateFrom) / _partLength;
        var root = Math.Sqrt(Math.Max(0, (_rateFrom * _rateFrom) + (2 * slope * n)));
        return n <= 0 ? 0 : 2 * n / (_rateFrom + root);
    }

    private void Advance()
    {
        var rateBefore = _rateTo;
        if (++_index >= _segments.Count)
        {
            return;
        }

        _part = 0;
        _segmentLength = _segments[_index].Simulation.During.TotalSeconds;
        switch (_segments[_index].Simulation)
        {
            case LoadSimulation.InjectPart inject:
                Begin(_segmentLength, inject.RatePerSecond, inject.RatePerSecond);
                break;
            case LoadSimulation.IterationsForInjectPart bound:
                _segmentLength = bound.Iterations / bound.RatePerSecond;
                Begin(_segmentLength, bound.RatePerSecond, bound.RatePerSecond);
                _mass = bound.Iterations;
                _next = 0;
                break;
            case LoadSimulation.RampingInjectPart ramp:
                Begin(_segmentLength, rateBefore, ramp.RatePerSecond);
                break;
            case LoadSimulation.PausePart:
                Begin(_segmentLength, 0, 0);
                break;
            case LoadSimulation.InjectRandomPart random:
                BeginRandom(random);
                break;
            case LoadSimulation.PoissonPart poisson:
                Begin(_segmentLength, poisson.RatePerSecond, poisson.RatePerSecond);
                _next = Exponential() / _rateTo;
                break;
            case var other when LoadShape.Of(other).Model == LoadModel.Closed:
                throw new ArgumentException("A segment of the closed model stands in an open phase.");
            case var other:
                throw new UnreachableException($"{other.GetType().Name} has no schedule.");
        }
    }

    private void Begin(double length, double rateFrom, double rateTo)
    {
        // What was left over of the mass before carries on, so that spacing stays even across segments.
        _next = Math.Max(0, _next - _mass);
        _partLength = length;
        _rateFrom = rateFrom;
        _rateTo = rateTo;
        _mass = (rateFrom + rateTo) / 2 * length;
    }

    private void BeginRandom(LoadSimulation.InjectRandomPart random)
    {
        var rate = (random.Min + (_random.NextDouble() * (random.Max - random.Min))) / random.Interval.TotalSeconds;
        Begin(Math.Min(random.Interval.TotalSeconds, _segmentLength - _part), rate, rate);
    }

    private bool NextPart()
    {
        if (_segments[_index].Simulation is not LoadSimulation.InjectRandomPart random)
        {
            if (_segments[_index].Simulation is LoadSimulation.PoissonPart)
            {
                _next = 0;
                _mass = 0;
            }

            return false;
        }

        _part += _partLength;
        if (_part >= _segmentLength - Tolerance)
        {
            return false;
        }

        BeginRandom(random);
        return true;
    }

    private double Exponential() => -Math.Log(1 - _random.NextDouble());
}
