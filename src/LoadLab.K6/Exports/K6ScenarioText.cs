using System.Globalization;
using LoadLab.Core.Runs;
using LoadLab.Core.Runs.Shapes;
using LoadLab.Sdk;

namespace LoadLab.K6.Exports;

/// <summary>A phase's share of one scenario as a k6 scenario: executor and options as a JavaScript object, and what k6 cannot do of it.</summary>
internal sealed class K6ScenarioText
{
    private static readonly int[] s_units = [1, 2, 4, 5, 10, 20, 60, 100, 200, 500, 1000, 3600];

    private readonly PhasePlan _phase;
    private readonly double _share;
    private readonly List<string> _notes = [];

    public K6ScenarioText(PhasePlan phase, double share)
    {
        (_phase, _share) = (phase, share);
        Options = phase.Model == LoadModel.Closed ? Closed() : Open();
        if (phase.Segments.Any(segment => !segment.Measured))
        {
            _notes.Add("LoadLab leaves its ramps and its warm-up out of every figure; k6's thresholds count them.");
        }
    }

    /// <summary>Keys and values, the executor first.</summary>
    public IReadOnlyList<(string Key, string Value)> Options { get; }

    /// <summary>What is not the same, a sentence each.</summary>
    public IReadOnlyList<string> Notes => _notes;

    private IReadOnlyList<(string Key, string Value)> Closed()
    {
        var simulations = _phase.Segments.Select(segment => segment.Simulation).ToList();
        if (_phase.Pacing is not null)
        {
            _notes.Add("k6 has no pacing: sleep for what is left of it in the function.");
        }

        if (simulations is [LoadSimulation.IterationsForConstantPart only])
        {
            var users = Whole(only.Copies);
            return _phase.IterationsPerUser is { } each
                ? [("executor", "'per-vu-iterations'"), ("vus", Text(users)), ("iterations", Text(each))]
                : [("executor", "'shared-iterations'"), ("vus", Text(users)), ("iterations", Text(Math.Max(users, Whole(only.Iterations))))];
        }

        if (simulations is [LoadSimulation.KeepConstantPart steady])
        {
            return [("executor", "'constant-vus'"), ("vus", Text(Whole(steady.Copies))), ("duration", Length(steady.During))];
        }

        return [("executor", "'ramping-vus'"), ("startVUs", "0"), ("stages", Stages(simulations, level => Text(Whole(level))))];
    }

    private IReadOnlyList<(string Key, string Value)> Open()
    {
        var simulations = _phase.Segments.Select(segment => segment.Simulation).ToList();
        if (simulations.Exists(simulation => LoadShape.Of(simulation).IsRandom))
        {
            _notes.Add("k6 has no random arrivals: they are evenly spaced at the mean rate. A queue behind them is shorter than behind random ones.");
        }

        List<(string, string)> users = [("preAllocatedVUs", Text(Math.Max(1, Whole(_phase.PreparedVirtualUsers)))), ("maxVUs", Text(Math.Max(Math.Max(1, Whole(_phase.PreparedVirtualUsers)), Whole(_phase.MaxVirtualUsers))))];
        var rates = simulations.Select(Level).ToList();
        var unit = UnitOf(rates);
        if (simulations is [LoadSimulation.InjectPart or LoadSimulation.PoissonPart or LoadSimulation.InjectRandomPart or LoadSimulation.IterationsForInjectPart])
        {
            var length = simulations[0] is LoadSimulation.IterationsForInjectPart counted ? TimeSpan.FromSeconds(counted.Iterations / counted.RatePerSecond) : simulations[0].During;
            return [("executor", "'constant-arrival-rate'"), ("rate", Rate(rates[0], unit)), ("timeUnit", $"'{unit}s'"), ("duration", Length(length)), .. users];
        }

        return [("executor", "'ramping-arrival-rate'"), ("startRate", "0"), ("timeUnit", $"'{unit}s'"), ("stages", Stages(simulations, level => Rate(level * _share, unit))), .. users];
    }

    /// <summary>Rate or users at the end of a part, of all scenarios together; a random rate by its mean.</summary>
    private double Level(LoadSimulation simulation) => LevelOf(simulation) * _share;

    private static double LevelOf(LoadSimulation simulation) => simulation switch
    {
        LoadSimulation.InjectRandomPart random => (random.Min + random.Max) / 2 / random.Interval.TotalSeconds,
        LoadSimulation.PausePart => 0,
        _ => LoadShape.Of(simulation).LevelAfter(simulation),
    };

    /// <summary>A steady part begins with a stage of no length, which k6 takes as a jump.</summary>
    private static string Stages(IReadOnlyList<LoadSimulation> simulations, Func<double, string> level)
    {
        var stages = new List<string>();
        double before = 0;
        foreach (var simulation in simulations)
        {
            var target = LevelOf(simulation);
            if (!LoadShape.Of(simulation).IsRamp && Math.Abs(target - before) > 1e-9)
            {
                stages.Add($"{{ duration: '0s', target: {level(target)} }}");
            }

            stages.Add($"{{ duration: {Length(simulation.During)}, target: {level(target)} }}");
            before = target;
        }

        return $"[{string.Join(", ", stages)}]";
    }

    /// <summary>Rates are whole numbers in k6: 0.2/s is 1 in 5 s.</summary>
    private static int UnitOf(IReadOnlyList<double> rates) =>
        s_units.FirstOrDefault(unit => rates.All(rate => Math.Abs((rate * unit) - Math.Round(rate * unit)) < 1e-6 && (rate == 0 || Math.Round(rate * unit) >= 1)), s_units[^1]);

    private string Rate(double rate, int unit)
    {
        var exact = rate * unit;
        var whole = Math.Max(rate > 0 ? 1 : 0, (long)Math.Round(exact));
        if (Math.Abs(exact - whole) > 1e-6)
        {
            _notes.Add(FormattableString.Invariant($"{rate:0.######}/s is no whole number in {unit} s: rounded."));
        }

        return Text(whole);
    }

    private long Whole(double count)
    {
        var exact = count * _share;
        var whole = Math.Max(count > 0 ? 1 : 0, (long)Math.Round(exact));
        if (Math.Abs(exact - whole) > 1e-6 && _notes.TrueForAll(note => !note.StartsWith("Users", StringComparison.Ordinal)))
        {
            _notes.Add("Users are split by the weights of the scenarios, and rounded.");
        }

        return whole;
    }

    internal static string Length(TimeSpan length) => $"'{length.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture)}s'";

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
