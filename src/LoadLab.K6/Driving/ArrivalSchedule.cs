using LoadLab.Core.Runs;
using LoadLab.Core.Runs.Shapes;

namespace LoadLab.K6.Driving;

/// <summary>
/// When k6's arrival executors mean to start each iteration, seconds from the start of its scenario. constant-arrival-rate starts iteration n, counted from 0, at
/// n / rate; ramping-arrival-rate where the area under its rate has come to n + 1.
/// </summary>
internal sealed class ArrivalSchedule
{
    private readonly List<(double Start, double Length, double From, double To, double Before)> _parts = [];
    private readonly int _first;

    public ArrivalSchedule(IReadOnlyList<LoadSegment> segments)
    {
        var (start, level, area) = (0.0, 0.0, 0.0);
        foreach (var segment in segments)
        {
            var shape = LoadShape.Of(segment.Simulation);
            var (to, length) = (shape.LevelAfter(segment.Simulation), segment.Simulation.During.TotalSeconds);
            var from = shape.IsRamp ? level : to;
            _parts.Add((start, length, from, to, area));
            area += (from + to) / 2 * length;
            (start, level) = (start + length, to);
        }

        _first = segments.Count > 1 || LoadShape.Of(segments[0].Simulation).IsRamp ? 1 : 0;
    }

    /// <summary>When iteration <paramref name="number"/> is meant to start; NaN for one that is not planned.</summary>
    public double Of(double number)
    {
        var wanted = number + _first;
        foreach (var (start, length, from, to, before) in _parts)
        {
            var area = wanted - before;
            if (area > ((from + to) / 2 * length) + 1e-6)
            {
                continue;
            }

            // from·t + (to − from)·t² / 2·length = area, in the form that does not lose digits.
            var slope = (to - from) / length;
            var root = Math.Sqrt(Math.Max(0, (from * from) + (2 * slope * area)));
            return from + root <= 0 ? start : start + (2 * area / (from + root));
        }

        return double.NaN;
    }
}
