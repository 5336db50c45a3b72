using LoadLab.Core.Runs;
using LoadLab.K6.State;

namespace LoadLab.K6.Loads;

/// <summary>All that a phase may run of a script: the scenarios of its options by their names, and its functions by theirs.</summary>
internal sealed class ScriptScenarios
{
    private static readonly string[] NoScenarios = ["setup", "teardown", "handleSummary", "options"];

    private readonly Dictionary<string, ScriptScenario> _fromOptions;

    private ScriptScenarios(ScriptOptions options, IEnumerable<string> functions)
    {
        _fromOptions = options.Scenarios.ToDictionary(scenario => scenario.Facts.Name, StringComparer.Ordinal);
        Phases = [.. options.Scenarios.Select(scenario => scenario.Phase)];
        Names = [.. _fromOptions.Keys, .. functions.Where(function => !NoScenarios.Contains(function) && !_fromOptions.ContainsKey(function))];
        Own = Names.Select(name => (Name: name, Load: LoadOf(name))).Where(pair => pair.Load is not null).ToDictionary(pair => pair.Name, pair => pair.Load!, StringComparer.Ordinal);
    }

    /// <summary>The scenarios of the options as phases.</summary>
    public IReadOnlyList<PhasePlan> Phases { get; }

    /// <summary>The names of all.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The load of each that has one: a function has that of the only scenario which calls it.</summary>
    public IReadOnlyDictionary<string, PhasePlan> Own { get; }

    public static ScriptScenarios Of(ScriptOptions options, IEnumerable<string> functions) => new(options, functions);

    /// <summary>The scenario of the options that a phase of this name is, as it stands there; null when a suite says the phase.</summary>
    public ScriptScenario? Find(PhasePlan phase) =>
        _fromOptions.GetValueOrDefault(phase.Name) is { } scenario && phase.Mix is [{ } only] && only.Scenario == phase.Name && phase.Segments.SequenceEqual(scenario.Phase.Segments) ? scenario : null;

    /// <summary>What the script may know of a scenario in a run.</summary>
    public ScenarioFacts FactsOf(string name, RunPlan plan)
    {
        var known = _fromOptions.GetValueOrDefault(name)?.Facts ?? Plain(name);
        var phase = plan.Phases.FirstOrDefault(phase => phase.Mix.Any(share => share.Scenario == name));
        if (phase is null || Find(phase) is not null)
        {
            return known;
        }

        return known with
        {
            Executor = phase.Model == LoadModel.Open ? "ramping-arrival-rate" : "ramping-vus",
            StartTime = phase.StartAt ?? TimeSpan.Zero,
            Seconds = phase.Duration > TimeSpan.Zero ? phase.Duration.TotalSeconds : null,
            Iterations = null,
        };
    }

    private static ScenarioFacts Plain(string function) => new(function, "", function, TimeSpan.Zero, null, null, new Dictionary<string, string>(), new Dictionary<string, string>());

    private PhasePlan? LoadOf(string name) => _fromOptions.TryGetValue(name, out var own) ? own.Phase
        : _fromOptions.Values.Where(scenario => scenario.Facts.Exec == name).ToList() is [{ } only] ? only.Phase : null;
}
