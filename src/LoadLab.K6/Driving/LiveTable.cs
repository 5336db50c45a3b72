using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;
using LoadLab.K6.Results;
using LoadLab.K6.State;

namespace LoadLab.K6.Driving;

/// <summary>Takes up k6's points as they come, and gives the seconds of the phases once they are complete. Thread-safe: one thread adds, another takes.</summary>
internal sealed class LiveTable : IRequestSink
{
    /// <summary>Seconds between two points of k6's users.</summary>
    private const double UsersEvery = 1;

    /// <summary>Seconds that k6 must be late with them: a second more than its ticker ever is.</summary>
    private const double LeastStandstill = 1;

    private const int MostStandstills = 10_000;

    private readonly Lock _gate = new();
    private readonly StepNames _addresses = new();
    private readonly NameLimit _steps = new(RequestTable.MostSteps);
    private readonly List<LivePhase> _phases;
    private readonly Dictionary<string, LivePhase> _byName;
    private readonly Queue<DrivenPhase> _begun = new();
    private readonly long _origin;
    private readonly List<(double From, double To)> _still = [];
    private int _taken = -1;
    private long _heard;
    private double _lastUsers = double.NaN;

    /// <param name="phases">The phases.</param>
    /// <param name="startedAt">Second 0 of the run's clock: k6 tells the time of day.</param>
    public LiveTable(IReadOnlyList<DrivenPhase> phases, DateTimeOffset startedAt)
    {
        _phases = [.. phases.Select(phase => new LivePhase(phase))];
        _byName = _phases.ToDictionary(phase => phase.Phase.Plan.Name, StringComparer.Ordinal);
        _origin = startedAt.UtcTicks - DateTimeOffset.UnixEpoch.Ticks;
    }

    /// <summary>When k6 began its scenarios, in seconds of the run's clock; NaN before an iteration has begun.</summary>
    public double LoadStart
    {
        get
        {
            lock (_gate)
            {
                return _phases.Where(phase => phase.HasBegun).Select(phase => phase.Start - phase.Phase.StartTime.TotalSeconds).DefaultIfEmpty(double.NaN).Min();
            }
        }
    }

    /// <summary>Points of k6's requests, iterations and users so far.</summary>
    public long Heard => Interlocked.Read(ref _heard);

    /// <summary>Stretches in which k6 itself did not move, in seconds of the run's clock: it tells the number of its users every second.</summary>
    public IReadOnlyList<(double From, double To)> Standstills => _still;

    /// <summary>Failed requests that k6 counts with a time of 0.</summary>
    public long Instant { get; private set; }

    /// <summary>Requests that were not tried for want of a port.</summary>
    public long WithoutPort => _phases.Sum(phase => phase.WithoutPort);

    /// <summary>Points that came when their second was complete.</summary>
    public long Late => _phases.Sum(phase => phase.Late);

    public void AddRequest(long time, double milliseconds, PointTags tags)
    {
        if (tags.IsOutside || tags.Mark.Length == 0)
        {
            return;
        }

        lock (_gate)
        {
            if (PhaseOf(tags) is not { } phase)
            {
                return;
            }

            Interlocked.Increment(ref _heard);
            var place = tags.Place as LivePlace;
            if (place is null || place.Key.Class is ResultClasses.Timeout or ResultClasses.Reset)
            {
                // The one kind whose class hangs on its time, and not on its tags alone.
                var key = new SeriesKey(phase.Phase.Plan.Name, ScenarioOf(phase, tags), _steps.Of(RequestTable.StepOf(tags, _addresses)), RequestClass.Of(tags, milliseconds), IsMeasured(tags));
                tags.Place = place = new LivePlace(phase, key, tags.Status == 0 ? "" : tags.Status.ToString(System.Globalization.CultureInfo.InvariantCulture));
            }

            Instant += milliseconds == 0 && place.Key.Class != ResultClasses.Ok ? 1 : 0;
            phase.AddRequest(Seconds(time), milliseconds, place, tags.Error);
        }
    }

    public void AddIteration(long time, double milliseconds, PointTags tags)
    {
        lock (_gate)
        {
            if (PhaseOf(tags) is { Phase.Waits: false } phase && tags.Mark.Length > 0)
            {
                phase.AddEnd(Seconds(time), milliseconds, ScenarioOf(phase, tags), IsMeasured(tags), tags.Mark.EndsWith('f'));
            }
        }
    }

    public void AddConnection(PointTags tags, bool isTls)
    {
        lock (_gate)
        {
            PhaseOf(tags)?.AddConnection(isTls);
        }
    }

    public void AddDropped(long time, double count, PointTags tags)
    {
        lock (_gate)
        {
            PhaseOf(tags)?.AddDropped(Seconds(time), (long)count);
        }
    }

    public void AddUsers(long time, double count)
    {
        lock (_gate)
        {
            var now = Seconds(time);
            Interlocked.Increment(ref _heard);
            if (now - _lastUsers - UsersEvery is > LeastStandstill && _still.Count < MostStandstills)
            {
                _still.Add((_lastUsers + UsersEvery, now));
            }

            _lastUsers = now;
            var active = _phases.Where(phase => phase.HasBegun && phase.Start <= now && (now < phase.End || phase.InFlight > 0)).ToList();

            // k6 tells the users of all its scenarios together; they are one phase's where only one is under way.
            if (active is [{ Phase.Plan.Model: LoadModel.Closed } only])
            {
                only.AddUsers(now, (int)count);
            }
        }
    }

    public void AddMark(MetricRole role, long time, double value, PointTags tags)
    {
        lock (_gate)
        {
            if (PhaseOf(tags) is not { } phase || tags.Mark.Length == 0)
            {
                return;
            }

            Interlocked.Increment(ref _heard);
            if (role == MetricRole.OwnStart)
            {
                var number = Math.Floor(value / WrapperModule.NumberFactor);
                if (!phase.HasBegun)
                {
                    _begun.Enqueue(phase.Phase);
                }

                phase.AddStart(Seconds(time), value - (number * WrapperModule.NumberFactor), number, IsMeasured(tags));
            }
            else if (phase.Phase.Waits)
            {
                phase.AddEnd(Seconds(time), value, ScenarioOf(phase, tags), IsMeasured(tags), tags.Mark.EndsWith('f'));
            }
        }
    }

    /// <summary>Phases that have begun since the last call.</summary>
    public IReadOnlyList<DrivenPhase> TakeBegun()
    {
        lock (_gate)
        {
            var begun = _begun.ToList();
            _begun.Clear();
            return begun;
        }
    }

    /// <summary>The seconds that are complete up to one, in their order.</summary>
    public IReadOnlyList<LoadSecond> TakeUpTo(int second)
    {
        lock (_gate)
        {
            var seconds = new List<LoadSecond>();
            for (var at = _taken + 1; at <= second; at++)
            {
                seconds.AddRange(_phases.Where(phase => phase.Covers(at)).Select(phase => phase.Take(at)));
                _taken = at;
            }

            return seconds;
        }
    }

    /// <summary>The end: counts what k6 broke off, and gives the seconds that are left and the results.</summary>
    public (IReadOnlyList<LoadSecond> Seconds, IReadOnlyList<PhaseResult> Phases) End(double now)
    {
        lock (_gate)
        {
            var begun = _phases.Where(phase => phase.HasBegun).OrderBy(phase => phase.Start).ToList();
            begun.ForEach(phase => phase.BreakOff(Math.Max(now, _taken + 1)));
        }

        // k6 tells the time of day, which may be ahead of the run's clock: what it told is not lost for that.
        var seconds = TakeUpTo(_phases.Select(phase => phase.LastOpen).Append(Math.Max((int)now, _taken + 1)).Max());
        lock (_gate)
        {
            return (seconds, [.. _phases.Where(phase => phase.HasBegun).OrderBy(phase => phase.Start).Select(phase => phase.ToResult(now))]);
        }
    }

    private static bool IsMeasured(PointTags tags) => tags.Mark.Contains('m', StringComparison.Ordinal);

    /// <summary>The mark begins with the place of the scenario in the mix.</summary>
    private static string ScenarioOf(LivePhase phase, PointTags tags)
    {
        var mix = phase.Phase.Mix;
        return int.TryParse(tags.Mark.TrimEnd('m', 'u', 'f'), System.Globalization.CultureInfo.InvariantCulture, out var at) && at >= 0 && at < mix.Count ? mix[at].Facts.Name : mix[0].Facts.Name;
    }

    private LivePhase? PhaseOf(PointTags tags) => _byName.GetValueOrDefault(tags.Scenario);

    private double Seconds(long time) => (time - _origin) / (double)TimeSpan.TicksPerSecond;
}
