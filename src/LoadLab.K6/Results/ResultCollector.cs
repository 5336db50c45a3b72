using System.Globalization;
using LoadLab.Core.Runs;
using LoadLab.K6.Metrics;

namespace LoadLab.K6.Results;

/// <summary>Takes up points, one by one, in memory that the number of points does not enlarge. Not thread-safe.</summary>
internal sealed class ResultCollector
{
    /// <summary>Most metrics of a file.</summary>
    public const int MostMetrics = 10_000;

    /// <summary>Most groups whose times are told apart.</summary>
    public const int MostGroups = 1_000;

    /// <summary>k6 hands its points over in batches; what comes later than this after a younger one is a clock that went back.</summary>
    private const long MostDisorder = 10 * TimeSpan.TicksPerSecond;

    private const long LongestRun = 31 * TimeSpan.TicksPerDay;
    private const double LongestMs = 7 * 24 * 3600 * 1000.0;

    private readonly Dictionary<string, ResultMetric> _metrics = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, long> _leftOut = new(StringComparer.Ordinal);
    private readonly CheckTable _checks = new();
    private readonly Dictionary<string, MetricValues> _groups = new(StringComparer.Ordinal);
    private readonly NameLimit _groupNames = new(MostGroups);

    private readonly IRequestSink _sink;

    /// <summary>A collector whose requests become a table.</summary>
    public ResultCollector()
    {
        _sink = Requests;
    }

    /// <summary>A collector that hands its requests on.</summary>
    public ResultCollector(IRequestSink sink)
    {
        _sink = sink;
    }

    public RequestTable Requests { get; } = new();

    public LineFaults Faults { get; } = new();

    public List<ScriptThreshold> Thresholds { get; } = [];

    /// <summary>Thresholds that could not be read.</summary>
    public List<string> UnreadThresholds { get; } = [];

    /// <summary>Sub-metrics that the script asked for: only a threshold does, and the points' file does not hold it.</summary>
    public List<string> SubMetrics { get; } = [];

    /// <summary>Metrics whose points are left out, since nothing says what they are, with their number.</summary>
    public IReadOnlyDictionary<string, long> LeftOut => _leftOut;

    /// <summary>Metrics of a kind that the file does not tell, taken for distributions.</summary>
    public List<string> Assumed { get; } = [];

    /// <summary>Points.</summary>
    public long Points { get; private set; }

    public long First { get; private set; } = long.MaxValue;

    public long Last { get; private set; } = long.MinValue;

    /// <summary>By how much the clock went back at most, in units of 100 ns; 0 when it did not.</summary>
    public long ClockStep { get; private set; }

    /// <summary>The line at which it went back first.</summary>
    public long ClockLine { get; private set; }

    /// <summary>What a point's time stands for, in units of 100 ns: a whole second in CSV.</summary>
    public long Resolution { get; set; }

    /// <summary>A metric as the file declares it.</summary>
    public ResultMetric? Declare(string name, MetricKind kind, string contains)
    {
        if (_metrics.TryGetValue(name, out var known))
        {
            return known;
        }

        if (_metrics.Count >= MostMetrics)
        {
            return null;
        }

        var figures = new Metric(name, kind, contains);
        if (name == "http_req_duration")
        {
            figures.AddPart("{expected_response:true}");
        }

        return _metrics[name] = new ResultMetric(figures, ResultMetric.RoleOf(name));
    }

    /// <summary>Counts a point that cannot be taken up.</summary>
    public void LeaveOut(string metric)
    {
        var name = _leftOut.Count >= MostMetrics && !_leftOut.ContainsKey(metric) ? NameLimit.Other : metric;
        _leftOut[name] = _leftOut.GetValueOrDefault(name) + 1;
    }

    /// <summary>Why a point cannot be of this run; null when it can.</summary>
    public string? FaultOf(ResultMetric metric, long time, double value) =>
        value < 0 && metric.Role != MetricRole.Plain ? FormattableString.Invariant($"value {value} of {metric.Figures.Name} is below 0")
        : metric.Role is MetricRole.Request or MetricRole.Iteration && value > LongestMs ? FormattableString.Invariant($"value {value} of {metric.Figures.Name} is longer than 7 days")
        : Points > 0 && Math.Abs(time - First) > LongestRun ? "its time lies more than 31 days from those before"
        : null;

    /// <summary>Takes up a point.</summary>
    public void Add(ResultMetric metric, long time, double value, PointTags tags, long line)
    {
        Points++;
        First = Math.Min(First, time);
        if (time > Last)
        {
            Last = time;
        }
        else if (Last - time > MostDisorder + Resolution)
        {
            ClockLine = ClockStep == 0 ? line : ClockLine;
            ClockStep = Math.Max(ClockStep, Last - time);
        }

        if (!metric.IsOwn)
        {
            metric.Figures.Add(value, tags.Sample);
        }

        switch (metric.Role)
        {
            case MetricRole.Request:
                _sink.AddRequest(time, value, tags);
                break;
            case MetricRole.Iteration:
                _sink.AddIteration(time, value, tags);
                break;
            case MetricRole.Group when tags.Group.Length > 0:
                GroupOf(tags.Group).Add(value);
                break;
            case MetricRole.Check:
                _checks.Add(tags.Group, tags.Check, value != 0);
                break;
            case MetricRole.Connect when value > 0:
                _sink.AddConnection(tags, isTls: false);
                break;
            case MetricRole.TlsHandshake when value > 0:
                _sink.AddConnection(tags, isTls: true);
                break;
            case MetricRole.Dropped:
                _sink.AddDropped(time, value, tags);
                break;
            case MetricRole.Users:
                _sink.AddUsers(time, value);
                break;
            case MetricRole.OwnStart or MetricRole.OwnEnd:
                _sink.AddMark(metric.Role, time, value, tags);
                break;
        }
    }

    /// <summary>The metrics and checks under k6's names.</summary>
    public ScriptResults ToResults()
    {
        string[] statistics =
        [
            .. new[] { "avg", "min", "med", "max", "count", "p(90)", "p(95)", "p(99)" }
                .Concat(Thresholds.Select(threshold => threshold.Statistic).Where(one => one.StartsWith("p(", StringComparison.Ordinal) && double.TryParse(one.AsSpan(2, one.Length - 3), CultureInfo.InvariantCulture, out var p) && p <= 100)).Distinct(),
        ];
        var seconds = (Last - First) / (double)TimeSpan.TicksPerSecond;
        return new ScriptResults(
            [.. _metrics.Values.Where(metric => !metric.IsOwn).SelectMany(metric => metric.Figures.ToResults(statistics, seconds)).Concat(_groups.Values.Select(group => group.ToResult(statistics, seconds))).DistinctBy(metric => metric.Name).OrderBy(metric => metric.Name, StringComparer.Ordinal)],
            _checks.ToResults());
    }

    private MetricValues GroupOf(string group)
    {
        var name = _groupNames.Of(group);
        if (!_groups.TryGetValue(name, out var values))
        {
            _groups[name] = values = new MetricValues($"group_duration{{group:{name}}}", MetricKind.Trend, "time");
        }

        return values;
    }
}
