using LoadLab.Core.Catalogue;
using LoadLab.Core.Evaluation.Decisions;
using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;
using LoadLab.Core.Text;
using LoadLab.Sdk;

namespace LoadLab.Core.Suites;

/// <summary>Turns a suite and the scenarios of its assembly into a plan in which everything is decided. Pure.</summary>
public static class Planner
{
    /// <summary>Connections that Postgres keeps for superusers (3), and those of the probes.</summary>
    internal const int ReservedConnections = 5;

    /// <summary>What a stack that LoadLab starts sets max_connections to when the suite does not.</summary>
    internal const int DefaultMaxConnections = 200;

    /// <summary>The kinds of stack that a suite or <c>--stack</c> may name.</summary>
    public static IReadOnlyList<string> StackKinds { get; } = ["auto", "processes", "containers", "external"];

    /// <summary>Makes the plan.</summary>
    /// <param name="suite">The suite.</param>
    /// <param name="scenarios">All scenarios of the suite's assembly.</param>
    /// <param name="options">What the command line adds.</param>
    /// <exception cref="LoadLabException">Something is unknown or contradicts itself (104); with every such thing.</exception>
    public static RunPlan Plan(SuiteFile suite, IReadOnlyList<ScenarioProps> scenarios, PlanOptions options)
    {
        ArgumentNullException.ThrowIfNull(suite);
        ArgumentNullException.ThrowIfNull(scenarios);
        ArgumentNullException.ThrowIfNull(options);
        var definition = suite.Definition;
        var faults = new List<string>();
        var stack = definition.Stack with { Kind = options.StackKind ?? definition.Stack.Kind };
        CheckOptions(definition, stack, options, faults);

        var phases = definition.Phases.Count > 0 ? [] : OwnPhases(definition, options, faults);
        var expected = Math.Max(definition.Phases.Count, phases.Count);
        foreach (var phase in definition.Phases)
        {
            if (new PhasePlanner(definition.Name, phase, scenarios, options.Script, faults, definition.Driver == DriverWords.K6).Plan() is { } plan)
            {
                phases.Add(plan);
            }
        }

        if (options.StartAt is not null && phases.Count > 0)
        {
            phases[0] = phases[0] with { StartAt = phases[0].StartAt ?? TimeSpan.Zero };
        }

        faults.AddRange(MetricDeclarations.Faults(scenarios));
        var broken = new FaultPlanner(definition, stack, options, faults).Plan(phases.Count == expected ? phases : []);
        var change = ChangePlanner.Plan(options.Catalogue, options.Change, faults);
        var aborts = new AbortPlanner(definition, options.Catalogue, faults).Plan();
        if (phases.Count == expected)
        {
            faults.AddRange(WindowChecks.Find(definition, options.Catalogue, phases));
        }

        if (faults.Count > 0)
        {
            throw new LoadLabException(ExitCode.BadConfiguration, faults, $"Correct {suite.Path}, its catalogue, or what was given on the command line.");
        }

        return new RunPlan
        {
            Suite = definition.Name,
            Description = definition.Description,
            Seed = options.Seed ?? definition.Seed,
            ScenarioAssembly = options.ScenarioAssemblyPath ?? definition.ScenarioAssembly,
            Stack = FaultPlanner.WithParts(stack, broken),
            Settings = definition.Settings,
            MetricsOff = definition.MetricsOff,
            Phases = phases,
            Catalogue = options.CatalogueReference ?? definition.Catalogue,
            Slos = definition.Slos,
            Metrics = definition.Metrics,
            Overrides = suite.Overrides,
            Labels = options.Labels,
            Shard = options.Shard,
            StartAt = options.StartAt,
            Aborts = aborts,
            StopOn = definition.StopOn,
            TraceSample = definition.TraceSample,
            Faults = broken,
            Change = change,
            Maintenance = definition.Maintenance,
            SuiteDirectory = suite.Folder,
            Written = definition.Written,
            Script = options.Script?.Plan,
            Driver = options.Driver,
            CustomMetrics = MetricDeclarations.Of(phases, scenarios),
        };
    }

    /// <summary>The load that a k6 script's options say, for a suite that says none.</summary>
    private static List<PhasePlan> OwnPhases(SuiteDefinition suite, PlanOptions options, List<string> faults)
    {
        if (options.Script is not { Phases.Count: > 0 } script)
        {
            faults.Add($"{suite.Origin}: Suite '{suite.Name}' has no phases, and its scenarios bring no load of their own. Give it phases.");
            return [];
        }

        return [.. script.Phases.Select(phase => phase with { Resend = suite.Resend ?? phase.Resend })];
    }

    private static void CheckOptions(SuiteDefinition suite, StackPlan stack, PlanOptions options, List<string> faults)
    {
        if (!StackKinds.Contains(stack.Kind))
        {
            faults.Add($"--stack {stack.Kind}: unknown kind of stack.{NearestName.Sentence(stack.Kind, StackKinds)} Allowed: {string.Join(", ", StackKinds)}.");
        }

        if (stack is { Kind: "external", External: null })
        {
            faults.Add($"{suite.Origin}: Suite '{suite.Name}': an external stack needs its address. Give --external-url http://127.0.0.1:8080, the variable LOADLAB_EXTERNAL_URL, or stack.external.baseUrl in the suite.");
        }

        if (stack is { Kind: "external" or "containers", ApiInstances: > 1 })
        {
            faults.Add($"{suite.Origin}: Suite '{suite.Name}': stack.api.instances is for the stack 'processes'; this one is '{stack.Kind}'. Use --stack processes, or leave it out.");
        }

        if (options.Script is not null && options.Shard.IsPart)
        {
            faults.Add($"--shard {options.Shard}: the metrics and thresholds of a k6 script are those of the whole test, and the parts of several machines are not put together. Run it on one machine, or drive this load by C# scenarios.");
        }

        var (index, count) = options.Shard;
        if (count is < 1 or > ShardPlan.MostShards || index < 0 || index >= count)
        {
            faults.Add(FormattableString.Invariant($"--shard {index}/{count}: shards are counted from 0, so ")
                + (count is < 1 or > ShardPlan.MostShards
                    ? FormattableString.Invariant($"a plan has 1 to {ShardPlan.MostShards} of them.")
                    : FormattableString.Invariant($"those of {count} are 0/{count} to {count - 1}/{count}.")));
        }

        faults.AddRange((options.Catalogue?.FindUnknown(suite.Slos) ?? []).Select(fault => $"{suite.Origin}: {fault}"));
        faults.AddRange(options.Catalogue is { } catalogue ? MeasureCheck.Find(catalogue, suite.Slos, new KnownMeasures(suite.Metrics)) : []);
        faults.AddRange(ProbeSettings.FindFaults(suite.Settings).Concat(options.FindSettingFaults?.Invoke(stack, suite.Metrics) ?? [])
            .Select(fault => $"{suite.Places.GetValueOrDefault(fault.Path, suite.Origin)}: {fault}"));
    }
}
