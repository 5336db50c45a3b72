using LoadLab.Core.Measurement;
using LoadLab.K6.State;

namespace LoadLab.K6.Results;

/// <summary>The requests of a file as steps: each is put where its tags say.</summary>
internal sealed class RequestTable : IRequestSink
{
    /// <summary>Most steps.</summary>
    public const int MostSteps = 10_000;

    /// <summary>Most scenarios.</summary>
    public const int MostScenarios = 1_000;

    private readonly Dictionary<string, ScenarioTally> _scenarios = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Scenario, string Step, string Class), int> _series = [];
    private readonly Dictionary<(int Series, string Code), RequestSlot> _slots = [];
    private readonly NameLimit _steps = new(MostSteps);
    private readonly NameLimit _names = new(MostScenarios);
    private readonly StepNames _addresses = new();

    /// <summary>Service times of steps and iterations.</summary>
    public SliceTable Slices { get; } = new();

    public IEnumerable<ScenarioTally> Scenarios => _scenarios.Values;

    public IEnumerable<RequestSlot> Slots => _slots.Values;

    /// <summary>The series by their numbers.</summary>
    public IReadOnlyList<(string Scenario, string Step, string Class)> Series => [.. _series.OrderBy(pair => pair.Value).Select(pair => pair.Key)];

    /// <summary>Requests whose step was one too many.</summary>
    public long Unnamed { get; private set; }

    /// <summary>Requests that no answer came to, and that k6 counts with a time of 0.</summary>
    public long Instant { get; private set; }

    /// <summary>Requests that were not tried for want of a port.</summary>
    public long WithoutPort { get; private set; }

    /// <summary>Requests of setup() and teardown().</summary>
    public long Outside { get; private set; }

    /// <summary>Requests of which no tag says whether they were as expected, judged by their status.</summary>
    public long Unexplained { get; private set; }

    /// <summary>Requests of which nothing says whether they failed.</summary>
    public long Unknown { get; private set; }

    public void AddRequest(long time, double milliseconds, PointTags tags)
    {
        if (tags.IsOutside)
        {
            Outside++;
            return;
        }

        if (tags.Expected is null)
        {
            Unexplained += tags.HasStatus ? 1 : 0;
            Unknown += tags.HasStatus || tags.ErrorCode > 0 ? 0 : 1;
        }

        var slot = tags.Slot ??= SlotOf(tags, milliseconds);
        if (slot.Class is ResultClasses.Timeout or ResultClasses.Reset && slot.Class != RequestClass.Of(tags, milliseconds))
        {
            // The one kind whose class hangs on its time, and not on its tags alone.
            slot = SlotOf(tags, milliseconds);
        }

        if (slot.Class != ResultClasses.Ok)
        {
            slot.Scenario.WithoutFile += LocalLimits.IsNoFile(tags.Error) ? 1 : 0;
            WithoutPort += LocalLimits.IsNoPort(tags.Error) ? 1 : 0;
        }

        Unnamed += slot.Step == NameLimit.Other ? 1 : 0;
        Instant += milliseconds == 0 && slot.Class != ResultClasses.Ok ? 1 : 0;
        slot.Add(time, tags.Error.Length > 0 ? tags.Error : slot.Class == ResultClasses.Ok ? "" : $"HTTP status {slot.Code}");
        slot.Scenario.Cover(time - Ticks(milliseconds), time);
        Slices.Add(time / TimeSpan.TicksPerSecond, slot.Series, milliseconds);
    }

    public void AddIteration(long time, double milliseconds, PointTags tags)
    {
        var scenario = TallyOf(tags);
        scenario.AddIteration(time - Ticks(milliseconds), time);
        Slices.Add(time / TimeSpan.TicksPerSecond, SeriesOf(scenario.Name, SeriesKey.WholeIteration, ResultClasses.Ok), milliseconds);
    }

    /// <summary>A request for which a connection was opened, or made safe.</summary>
    public void AddConnection(PointTags tags, bool isTls)
    {
        if (!tags.IsOutside)
        {
            TallyOf(tags).AddConnection(isTls);
        }
    }

    public void AddDropped(long time, double count, PointTags tags) => TallyOf(tags).AddDropped(time, (long)count);

    private static long Ticks(double milliseconds) => (long)Math.Min(milliseconds * TimeSpan.TicksPerMillisecond, TimeSpan.TicksPerDay * 30);

    private ScenarioTally TallyOf(PointTags tags)
    {
        if (tags.Tally is { } known)
        {
            return known;
        }

        // Results without the tag, and those of k6 before it had scenarios.
        var name = _names.Of(tags.Scenario.Length > 0 ? tags.Scenario.Replace('/', '-') : "default");
        if (!_scenarios.TryGetValue(name, out var tally))
        {
            _scenarios[name] = tally = new ScenarioTally(name);
        }

        return tags.Tally = tally;
    }

    private int SeriesOf(string scenario, string step, string resultClass)
    {
        if (!_series.TryGetValue((scenario, step, resultClass), out var number))
        {
            _series[(scenario, step, resultClass)] = number = _series.Count;
        }

        return number;
    }

    private RequestSlot SlotOf(PointTags tags, double milliseconds)
    {
        var scenario = TallyOf(tags);
        var step = _steps.Of(StepOf(tags));
        var resultClass = RequestClass.Of(tags, milliseconds);
        var series = SeriesOf(scenario.Name, step, resultClass);
        var code = tags.Status == 0 ? "" : tags.Status.ToString(System.Globalization.CultureInfo.InvariantCulture);
        if (!_slots.TryGetValue((series, code), out var slot))
        {
            _slots[(series, code)] = slot = new RequestSlot(series, resultClass) { Scenario = scenario, Step = step, Code = code };
        }

        return slot;
    }

    /// <summary>Its name tag; where the script gave none, k6 writes the address there, and it is named as LoadLab's own engine names it.</summary>
    private string StepOf(PointTags tags) => StepOf(tags, _addresses);

    /// <inheritdoc cref="StepOf(PointTags)"/>
    internal static string StepOf(PointTags tags, StepNames addresses)
    {
        var name = tags.Name.Length > 0 ? tags.Name : tags.Url;
        return Uri.TryCreate(name, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            ? addresses.Of(tags.Method.Length > 0 ? tags.Method : "GET", address)
            : name.Length == 0 ? "(no name)"
            : name == SeriesKey.WholeIteration ? "(*)"
            : name;
    }
}
