using LoadLab.Core.Measurement;
using LoadLab.Core.Measurement.Histograms;
using LoadLab.Core.Runs;
using LoadLab.K6.Results;

namespace LoadLab.K6.Driving;

/// <summary>A phase while it runs: its seconds that are not complete, and its sums. Not thread-safe.</summary>
internal sealed class LivePhase(DrivenPhase phase)
{
    private readonly SortedDictionary<int, LiveSecond> _open = [];
    private readonly SortedDictionary<string, SortedDictionary<string, long>> _codes = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Scenario, string Step, string Class, string Code), LiveFailure> _failures = [];
    private Counts _measured;
    private Counts _whole;
    private long _connects;
    private long _handshakes;
    private long _requests;
    private long _withoutFile;
    private int _closed = -1;
    private int _users;

    public DrivenPhase Phase => phase;

    /// <summary>Seconds of the run's clock at which it began; NaN before its first start is known.</summary>
    public double Start { get; private set; } = double.NaN;

    public bool HasBegun => !double.IsNaN(Start);

    /// <summary>When its last measured iteration ended.</summary>
    public double LastDone { get; private set; } = double.NaN;

    /// <summary>Iterations under way.</summary>
    public long InFlight => _whole.Started - _whole.Ok - _whole.Failed;

    /// <summary>Requests that were not tried for want of a port.</summary>
    public long WithoutPort { get; private set; }

    /// <summary>What came after its second was complete, and stands in the next one.</summary>
    public long Late { get; private set; }

    /// <summary>When its load has ended by plan; infinite where iterations end it.</summary>
    public double End => phase.EndsByIterations ? double.PositiveInfinity : Start + phase.Plan.Duration.TotalSeconds;

    public void AddStart(double now, double offsetMs, double number, bool isMeasured)
    {
        Look(now);
        if (!HasBegun)
        {
            Start = now - (offsetMs / 1000);
        }

        Count(now, isMeasured, new Counts(1, 1, 0, 0, 0, 0));
        if (phase.Schedule is { } schedule && schedule.Of(number + _whole.Dropped) is var due && !double.IsNaN(due))
        {
            At(now).Lag.Record(LiveSecond.Micros(Math.Max(0, offsetMs - (due * 1000))));
        }
    }

    public void AddEnd(double now, double milliseconds, string scenario, bool isMeasured, bool hasFailed)
    {
        Look(now);
        Count(now, isMeasured, new Counts(0, 0, 0, hasFailed ? 0 : 1, hasFailed ? 1 : 0, 0));
        var key = new SeriesKey(phase.Plan.Name, scenario, SeriesKey.WholeIteration, hasFailed ? ResultClasses.Exception : ResultClasses.Ok, isMeasured);
        At(now).Add(key, milliseconds);
        LastDone = isMeasured ? Math.Max(double.IsNaN(LastDone) ? now : LastDone, now) : LastDone;
        if (hasFailed)
        {
            Fail(key, "", now, "the script threw");
        }
    }

    public void AddDropped(double now, long count)
    {
        var isMeasured = HasBegun && phase.IsMeasured(now - Start);
        Count(now, isMeasured, new Counts(count, 0, count, 0, 0, 0));
    }

    public void AddRequest(double now, double milliseconds, LivePlace place, string error)
    {
        Look(now);
        _requests++;
        At(now).Add(place.Key, milliseconds);
        var name = $"{place.Key.Scenario}/{place.Key.Step}";
        if (place.Code.Length > 0 && place.Key.Measured)
        {
            if (!_codes.TryGetValue(name, out var codes))
            {
                _codes[name] = codes = new SortedDictionary<string, long>(StringComparer.Ordinal);
            }

            codes[place.Code] = codes.GetValueOrDefault(place.Code) + 1;
        }

        if (place.Key.Class != ResultClasses.Ok)
        {
            _withoutFile += LocalLimits.IsNoFile(error) ? 1 : 0;
            WithoutPort += LocalLimits.IsNoPort(error) ? 1 : 0;
            Fail(place.Key, place.Code, now, error.Length > 0 ? error : $"HTTP status {place.Code}");
        }
    }

    public void AddConnection(bool isTls) => (_connects, _handshakes) = isTls ? (_connects, _handshakes + 1) : (_connects + 1, _handshakes);

    public void AddUsers(double now, int users) => At(now).Users = users;

    /// <summary>The last second that has something; -1 for none.</summary>
    public int LastOpen => _open.Count == 0 ? -1 : _open.Keys.Max();

    /// <summary>True when a second can be of it.</summary>
    public bool Covers(int second) => HasBegun && second >= (int)Math.Floor(Start) && (second < End || (InFlight > 0 && second <= End + phase.Plan.Drain.TotalSeconds) || _open.Count > 0);

    /// <summary>Takes a second that is complete.</summary>
    public LoadSecond Take(int second)
    {
        _closed = Math.Max(_closed, second);
        _open.Remove(second, out var taken);
        var told = taken?.Users ?? _open.Values.FirstOrDefault(later => later.Users is not null)?.Users;
        _users = phase.Plan.Model == LoadModel.Open ? (int)Math.Max(0, InFlight) : told ?? Math.Max(_users, (int)Math.Max(0, InFlight));
        return new LoadSecond
        {
            Second = second,
            Phase = phase.Plan.Name,
            Measured = phase.IsMeasured(Math.Min(second + 1, End) - Start - 1e-9),
            Counts = taken?.Counts ?? default,
            VirtualUsers = _users,
            InFlight = Math.Max(0, InFlight),
            Lag = taken?.Lag.Pack() ?? PackedHistogram.Empty,
            Slices = taken?.ToSlices(second) ?? [],
        };
    }

    /// <summary>Counts what never ended: k6 does not tell of iterations that it broke off, but that they began is known.</summary>
    public void BreakOff(double now)
    {
        if (InFlight <= 0)
        {
            return;
        }

        now = Math.Min(now, End + phase.Plan.Drain.TotalSeconds);
        var (all, measured) = (InFlight, _measured.Started - _measured.Ok - _measured.Failed);
        Count(now, isMeasured: true, new Counts(0, 0, 0, 0, 0, measured));
        Count(now, isMeasured: false, new Counts(0, 0, 0, 0, 0, all - measured));
    }

    public PhaseResult ToResult(double end)
    {
        var windows = phase.Windows;
        var from = windows.Count > 0 ? Math.Min(Start + windows[0].From, end) : end;
        var to = windows.Count > 0 ? Math.Max(from, Math.Min(Start + windows[^1].To, windows[^1].To == double.MaxValue && !double.IsNaN(LastDone) ? LastDone : end)) : end;
        return new PhaseResult
        {
            Name = phase.Plan.Name,
            StartSecond = Start,
            MeasureStartSecond = from,
            MeasureEndSecond = to,
            MeasuredSeconds = Math.Max(to, double.IsNaN(LastDone) ? to : LastDone) - from,
            Measured = _measured,
            Whole = _whole,

            // Nothing was counted apart that could be held against it.
            Little = new LittlesLaw(double.NaN, double.NaN, double.NaN, double.NaN, 0, to - from),
            StatusCodes = _codes.ToDictionary(pair => pair.Key, pair => (IReadOnlyDictionary<string, long>)pair.Value, StringComparer.Ordinal),
            FailureSamples = _failures.GroupBy(pair => $"{pair.Key.Scenario}/{pair.Key.Step}/{pair.Key.Class}", StringComparer.Ordinal)
                .ToDictionary(group => group.Key, group => group.MinBy(pair => pair.Value.FirstSecond).Value.Message, StringComparer.Ordinal),
            Failures = [.. _failures.Select(pair => new FailureCount(pair.Key.Scenario, pair.Key.Step, pair.Key.Class, pair.Key.Code, pair.Value.Measured, pair.Value.Unmeasured, pair.Value.FirstSecond, pair.Value.Message, ""))],
            Connections = new ConnectionCounts(_connects, _handshakes, _requests, _withoutFile),
        };
    }

    /// <summary>Sees whether a point comes after its second was taken.</summary>
    private void Look(double now) => Late += Math.Floor(now) <= _closed ? 1 : 0;

    private LiveSecond At(double now)
    {
        var second = Math.Max((int)Math.Floor(now), _closed + 1);
        if (!_open.TryGetValue(second, out var open))
        {
            _open[second] = open = new LiveSecond();
        }

        return open;
    }

    private void Count(double now, bool isMeasured, Counts counts)
    {
        _whole += counts;
        _measured += isMeasured ? counts : default;
        var second = At(now);
        second.Counts += counts;
    }

    private void Fail(SeriesKey key, string code, double now, string message)
    {
        var kind = (key.Scenario, key.Step, key.Class, code);
        if (!_failures.TryGetValue(kind, out var failure))
        {
            _failures[kind] = failure = new LiveFailure(Math.Max(0, (int)Math.Floor(now)), string.Join(' ', message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
        }

        failure.Measured += key.Measured ? 1 : 0;
        failure.Unmeasured += key.Measured ? 0 : 1;
    }
}
