using System.Text.Json;
using LoadLab.Core.Runs;
using LoadLab.Core.Text;
using LoadLab.K6.State;
using LoadLab.Sdk;

namespace LoadLab.K6.Loads;

/// <summary>Turns a scenario of k6's options into a phase of a plan. As in k6 all that it does counts, ramps too.</summary>
internal sealed class ScenarioReader(string name, OptionReader options, List<string> faults)
{
    private static readonly string[] Executors =
        ["shared-iterations", "per-vu-iterations", "constant-vus", "ramping-vus", "constant-arrival-rate", "ramping-arrival-rate"];

    public ScriptScenario? Read()
    {
        var executor = options.Text("executor") ?? "";
        if (executor == "externally-controlled")
        {
            faults.Add($"{options.Place}executor: 'externally-controlled' is not there, and k6 2 has taken it out too. Use ramping-vus or ramping-arrival-rate.");
            return null;
        }

        if (!Executors.Contains(executor))
        {
            faults.Add($"{options.Place}executor: '{executor}' is not known.{NearestName.Sentence(executor, Executors)} Known: {string.Join(", ", Executors)}.");
            return null;
        }

        var startTime = options.Duration("startTime") ?? TimeSpan.Zero;
        var drain = options.Duration("gracefulStop") ?? TimeSpan.FromSeconds(30);
        var isBounded = executor.EndsWith("iterations", StringComparison.Ordinal);
        TimeSpan? longest = isBounded ? options.Duration("maxDuration") ?? TimeSpan.FromMinutes(10) : null;
        var before = faults.Count;
        var phase = executor switch
        {
            "shared-iterations" => Shared(),
            "per-vu-iterations" => PerUser(),
            "constant-vus" => Constant(),
            "ramping-vus" => Ramping(),
            "constant-arrival-rate" => ConstantRate(),
            _ => RampingRate(),
        };
        TimeSpan? rampDown = executor == "ramping-vus" ? options.Duration("gracefulRampDown") ?? TimeSpan.FromSeconds(30) : null;
        var facts = new ScenarioFacts(
            name, executor, options.Text("exec") ?? "default", startTime, phase is null || isBounded ? null : phase.Duration.TotalSeconds,
            phase?.IterationsPerUser * phase?.MaxVirtualUsers ?? (phase?.Segments[^1].Simulation as LoadSimulation.IterationsForConstantPart)?.Iterations,
            options.Texts("env"), options.Texts("tags"));
        options.Get("options");
        faults.AddRange(options.Unasked().Select(key => $"{options.Place}{key} is not an option of {executor}."));
        return phase is null || faults.Count > before ? null : new ScriptScenario(facts, phase with { StartAt = startTime, Drain = drain }, longest, rampDown);
    }

    private PhasePlan? Shared()
    {
        var users = options.Whole("vus", 1) ?? 1;
        var iterations = options.Whole("iterations", 1) ?? 1;
        if (iterations < users)
        {
            faults.Add(FormattableString.Invariant($"{options.Place}iterations: {iterations} is below vus {users}. Some users would have none."));
            return null;
        }

        return Phase(LoadModel.Closed, users, [Simulation.IterationsForConstant(users, iterations)]);
    }

    private PhasePlan PerUser()
    {
        var users = options.Whole("vus", 1) ?? 1;
        var each = options.Whole("iterations", 1) ?? 1;
        return Phase(LoadModel.Closed, users, [Simulation.IterationsForConstant(users, (long)users * each)]) with { IterationsPerUser = each };
    }

    private PhasePlan? Constant()
    {
        var users = options.Whole("vus", 1) ?? 1;
        return Length() is { } length ? Phase(LoadModel.Closed, users, [Simulation.KeepConstant(users, length)]) : null;
    }

    private PhasePlan? Ramping()
    {
        var start = options.Whole("startVUs") ?? 1;
        var stages = Stages();
        if (stages is null)
        {
            return null;
        }

        List<LoadSimulation> load = start > 0 ? [Simulation.KeepConstant(start, TimeSpan.Zero)] : [];
        load.AddRange(stages.Select(stage => stage.Length == TimeSpan.Zero ? Simulation.KeepConstant(stage.Target, TimeSpan.Zero) : Simulation.RampingConstant(stage.Target, stage.Length)));
        var most = Math.Max(start, stages.Max(stage => stage.Target));
        if (most == 0)
        {
            faults.Add($"{options.Place}stages: no stage has a target above 0.");
            return null;
        }

        return Phase(LoadModel.Closed, most, load);
    }

    private PhasePlan? ConstantRate()
    {
        var rate = options.Whole("rate", 1);
        var unit = Unit();
        var users = Users();
        if (rate is null)
        {
            faults.Add($"{options.Place}rate: there is none. Give the iterations that start in a timeUnit.");
        }

        return Length() is { } length && rate is not null && users is { } known
            ? Phase(LoadModel.Open, known.Most, [Simulation.Inject(rate.Value, unit, length)]) with { PreparedVirtualUsers = known.Prepared }
            : null;
    }

    private PhasePlan? RampingRate()
    {
        var start = options.Whole("startRate") ?? 0;
        var unit = Unit();
        var users = Users();
        var stages = Stages();
        if (stages is null || users is null)
        {
            return null;
        }

        List<LoadSimulation> load = start > 0 ? [Simulation.Inject(start, unit, TimeSpan.Zero)] : [];
        load.AddRange(stages.Select(stage => stage.Length == TimeSpan.Zero ? Simulation.Inject(stage.Target, unit, TimeSpan.Zero) : Simulation.RampingInject(stage.Target, unit, stage.Length)));
        return Phase(LoadModel.Open, users.Value.Most, load) with { PreparedVirtualUsers = users.Value.Prepared };
    }

    private TimeSpan Unit() => options.Duration("timeUnit") is { } unit && unit > TimeSpan.Zero ? unit : TimeSpan.FromSeconds(1);

    private (int Prepared, int Most)? Users()
    {
        var prepared = options.Whole("preAllocatedVUs");
        var most = options.Whole("maxVUs", 1);
        if (prepared is null)
        {
            faults.Add($"{options.Place}preAllocatedVUs: there is none. Give the users that are made before the load begins.");
            return null;
        }

        if (most < prepared)
        {
            faults.Add(FormattableString.Invariant($"{options.Place}maxVUs: {most} is below preAllocatedVUs {prepared}."));
            return null;
        }

        return (Math.Max(1, prepared.Value), Math.Max(1, most ?? prepared.Value));
    }

    private TimeSpan? Length()
    {
        if (!options.Has("duration"))
        {
            faults.Add($"{options.Place}duration: there is none.");
            return null;
        }

        var length = options.Duration("duration");
        if (length == TimeSpan.Zero)
        {
            faults.Add($"{options.Place}duration: it is 0. Give it a length, for example '30s'.");
            return null;
        }

        return length;
    }

    private List<(TimeSpan Length, int Target)>? Stages()
    {
        if (options.Get("stages") is not { ValueKind: JsonValueKind.Array } list || list.GetArrayLength() == 0)
        {
            faults.Add($"{options.Place}stages: there is none. Give at least one, for example {{ duration: '1m', target: 20 }}.");
            return null;
        }

        var stages = new List<(TimeSpan, int)>();
        var before = faults.Count;
        var number = 0;
        foreach (var element in list.EnumerateArray())
        {
            var stage = new OptionReader(element, FormattableString.Invariant($"{options.Place}stages[{number++}]."), faults);
            if (stage.Duration("duration") is { } length && stage.Whole("target") is { } target)
            {
                stages.Add((length, target));
            }
            else if (faults.Count == before)
            {
                faults.Add($"{stage.Place} needs duration and target.");
            }
        }

        return faults.Count > before ? null : stages;
    }

    private PhasePlan Phase(LoadModel model, int users, IEnumerable<LoadSimulation> load) => new()
    {
        Name = name,
        Model = model,
        Mix = [new ScenarioShare(name, 1)],
        Segments = [.. load.Select(simulation => new LoadSegment(simulation, Measured: true))],
        MaxVirtualUsers = users,
        Connections = ConnectionPolicy.PerUser,
        RequestTimeout = TimeSpan.FromSeconds(60),
    };
}
