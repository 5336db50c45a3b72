namespace LoadLab.Sdk;

/// <summary>Entry point of a scenario: what one virtual user does in one iteration.</summary>
public static class Scenario
{
    /// <summary>A scenario named <paramref name="name"/> whose iteration is <paramref name="run"/>.</summary>
    /// <param name="name">1 to 64 letters, digits, <c>-</c>, <c>_</c>; unique in the assembly.</param>
    /// <param name="run">One iteration. Ends with a response; must not return null.</param>
    /// <exception cref="ArgumentException">The name is empty, too long, or has other characters.</exception>
    public static ScenarioProps Create(string name, Func<IScenarioContext, Task<IResponse>> run)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(name);
        if (name.Length is 0 or > 64 || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
        {
            throw new ArgumentException(
                $"Scenario name '{name}' is not allowed. Use 1 to 64 ASCII letters, digits, '-' or '_'.", nameof(name));
        }

        return new ScenarioProps { Name = name, Run = run };
    }

    /// <summary>A scenario with data that is made once before the load, given to every iteration, and cleared away after it, as <c>setup</c> and <c>teardown</c> of k6 do.</summary>
    /// <typeparam name="T">What <paramref name="setup"/> makes. Iterations share it: do not change it.</typeparam>
    /// <param name="name">As of <see cref="Create(string, Func{IScenarioContext, Task{IResponse}})"/>.</param>
    /// <param name="setup">Makes the data. A fault there ends the run with exit code 107, before any load. Takes the place of <see cref="ScenarioProps.WithInit"/>.</param>
    /// <param name="run">One iteration.</param>
    /// <param name="teardown">Clears away, also after a failure, but not when <paramref name="setup"/> failed; null for nothing. Takes the place of <see cref="ScenarioProps.WithClean"/>.</param>
    public static ScenarioProps Create<T>(
        string name, Func<IScenarioInitContext, Task<T>> setup, Func<IScenarioContext, T, Task<IResponse>> run, Func<IScenarioInitContext, T, Task>? teardown = null)
        where T : notnull
    {
        ArgumentNullException.ThrowIfNull(setup);
        ArgumentNullException.ThrowIfNull(run);
        Payload<T> data = default;
        return Create(name, context => data.IsSome ? run(context, data.Value) : throw new InvalidOperationException($"Scenario '{name}' has no data: another Init took the place of its setup. Leave it out.")) with
        {
            HasSetup = true,
            Init = async context => data = new Payload<T>(await setup(context).ConfigureAwait(false)),
            Clean = async context =>
            {
                var made = data;
                data = default;
                await (made.IsSome && teardown is not null ? teardown(context, made.Value) : Task.CompletedTask).ConfigureAwait(false);
            },
        };
    }
}

/// <summary>A scenario's definition. Immutable: each <c>With…</c> returns a new one.</summary>
public sealed record ScenarioProps
{
    /// <summary>Name, unique in its assembly.</summary>
    public required string Name { get; init; }

    /// <summary>One iteration.</summary>
    public required Func<IScenarioContext, Task<IResponse>> Run { get; init; }

    /// <summary>True when the scenario promises never to block a thread. See <see cref="WithInlineCompletions"/>.</summary>
    public bool RunsInline { get; init; }

    /// <summary>True when its init and clean are a setup and a teardown.</summary>
    internal bool HasSetup { get; init; }

    /// <summary>One iteration without a task of its own, for the engine's built-in scenarios; replaces <see cref="Run"/>.</summary>
    internal Func<IScenarioContext, ValueTask<IResponse>>? RunValue { get; init; }

    /// <summary>Runs once before load.</summary>
    public Func<IScenarioInitContext, Task>? Init { get; init; }

    /// <summary>Runs once after load, also after a failure.</summary>
    public Func<IScenarioInitContext, Task>? Clean { get; init; }

    /// <summary>Load that is run first and left out of every figure.</summary>
    /// <value>Zero.</value>
    public TimeSpan WarmUpDuration { get; init; }

    /// <summary>Load when the suite gives none. The suite's phase overrides it.</summary>
    public IReadOnlyList<LoadSimulation> LoadSimulations { get; init; } = [];

    /// <summary>Limits written in code, judged beside the catalogue's.</summary>
    public IReadOnlyList<Threshold> Thresholds { get; init; } = [];

    /// <summary>Metrics that its iterations give values to. One that is not named here may be used as well; a catalogue that asks for it is not checked before the load.</summary>
    public IReadOnlyList<Metric> Metrics { get; init; } = [];

    /// <summary>Names of the secrets that it asks for.</summary>
    public IReadOnlyList<string> Secrets { get; init; } = [];

    /// <summary>Share of this scenario among those of its phase, when the suite gives none.</summary>
    /// <value>1.</value>
    public double Weight { get; init; } = 1;

    /// <summary>Runs <paramref name="init"/> once before load; a fault there ends the run with exit code 107.</summary>
    /// <exception cref="InvalidOperationException">The scenario was made with a setup, whose place it would take.</exception>
    public ScenarioProps WithInit(Func<IScenarioInitContext, Task> init) => HasSetup ? throw TakesThePlace(nameof(WithInit), "setup") : this with { Init = init };

    /// <summary>Runs <paramref name="clean"/> once after load.</summary>
    /// <exception cref="InvalidOperationException">The scenario was made with a setup and a teardown, whose place it would take.</exception>
    public ScenarioProps WithClean(Func<IScenarioInitContext, Task> clean) => HasSetup ? throw TakesThePlace(nameof(WithClean), "teardown") : this with { Clean = clean };

    /// <summary>Leaves the first <paramref name="duration"/> of load out of every figure.</summary>
    public ScenarioProps WithWarmUpDuration(TimeSpan duration) => this with { WarmUpDuration = duration };

    /// <summary>Counts from the first iteration on.</summary>
    public ScenarioProps WithoutWarmUp() => this with { WarmUpDuration = TimeSpan.Zero };

    /// <summary>Load, in order. All closed or all open: the two do not mix in one scenario.</summary>
    public ScenarioProps WithLoadSimulations(params LoadSimulation[] simulations) => this with { LoadSimulations = [.. simulations] };

    /// <summary>Limits, judged beside the catalogue's.</summary>
    public ScenarioProps WithThresholds(params Threshold[] thresholds) => this with { Thresholds = [.. thresholds] };

    /// <summary>Names the metrics that its iterations give values to. A counter that is named here and gets none is 0.</summary>
    public ScenarioProps WithMetrics(params Metric[] metrics) => this with { Metrics = [.. metrics] };

    /// <summary>
    /// Promises that this scenario never blocks a thread: no <c>.Result</c>, <c>.Wait()</c>, <c>Thread.Sleep</c>, lock held over I/O or long
    /// computation. It then runs on the threads that read the sockets, which saves about a fifth of the CPU of a request. A scenario
    /// that breaks the promise holds up the answers of all others: LoadLab notices and calls the run invalid.
    /// Takes effect when all scenarios of a run promise it.
    /// </summary>
    public ScenarioProps WithInlineCompletions() => this with { RunsInline = true };

    /// <summary>
    /// Names the secrets that it asks for with <see cref="IScenarioContext.Secret"/>, so that one that is missing is told before any load: exit code 104.
    /// </summary>
    public ScenarioProps WithSecrets(params string[] names) => this with { Secrets = [.. names] };

    /// <summary>Share among the scenarios of a phase.</summary>
    public ScenarioProps WithWeight(double weight) => this with { Weight = weight };

    private InvalidOperationException TakesThePlace(string method, string part) =>
        new($"Scenario '{Name}' was made with setup and teardown, and {method} would take the place of its {part}. Do that work in the {part} of Scenario.Create.");
}

/// <summary>Implemented once or more by a scenario assembly; LoadLab finds the public types and calls the parameterless constructor.</summary>
public interface IScenarioSource
{
    /// <summary>The assembly's scenarios. Asked once.</summary>
    IReadOnlyList<ScenarioProps> Scenarios { get; }
}
