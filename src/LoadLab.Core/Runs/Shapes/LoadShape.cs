using LoadLab.Sdk;

namespace LoadLab.Core.Runs.Shapes;

/// <summary>
/// All that LoadLab knows of one kind of load simulation, beside the times of its starts, which are the engine's schedule. The suite's words, the run
/// document, the checks, the forecast, validity and the reports read it here; a new kind is its record in the Sdk, its shape, and its schedule.
/// A level is virtual users in the closed model and starts a second in the open one.
/// </summary>
public abstract class LoadShape
{
    /// <summary>All kinds.</summary>
    public static IReadOnlyList<LoadShape> All { get; } =
    [
        new ConstantUsers(), new RampingUsers(), new ConstantRate(), new RampingRate(), new RandomRate(), new PoissonRate(), new Pause(),
        new IterationsByUsers(), new IterationsByRate(),
    ];

    /// <summary>Its name in suites and run documents: <c>keepConstant</c>.</summary>
    public abstract string Word { get; }

    /// <summary>What it is given by, in the order of the document.</summary>
    public abstract IReadOnlyList<LoadField> Fields { get; }

    /// <summary>Its model; null for a pause, which has none.</summary>
    public abstract LoadModel? Model { get; }

    /// <summary>True when its level goes continuously from the one before to its own.</summary>
    public virtual bool IsRamp => false;

    /// <summary>True when it counts unless the suite says otherwise: steady load does, ramps and pauses do not.</summary>
    public virtual bool IsSteady => !IsRamp;

    /// <summary>True when its number of starts is drawn at random.</summary>
    public virtual bool IsRandom => false;

    /// <summary>True when a number of iterations ends it.</summary>
    public bool IsForIterations => Fields.Contains(LoadField.Iterations);

    /// <summary>True when iterations end it and nobody can say when: users take as long as the target lets them.</summary>
    public bool IsUnbounded => IsForIterations && Model == LoadModel.Closed;

    /// <summary>Its word for <c>arrivals:</c> of a phase's short form, and for <c>--arrivals</c>; null for what is none of it. The first is the default.</summary>
    public virtual string? ArrivalsWord => null;

    /// <summary>The words of <c>arrivals:</c>.</summary>
    public static IReadOnlyList<string> ArrivalsWords { get; } = [.. All.Select(shape => shape.ArrivalsWord).OfType<string>()];

    /// <summary>Fewest users that it may be given.</summary>
    public virtual int LeastCopies => 1;

    /// <summary>The shape of a simulation.</summary>
    /// <exception cref="System.Diagnostics.UnreachableException">Its kind has no shape.</exception>
    public static LoadShape Of(LoadSimulation simulation)
    {
        ArgumentNullException.ThrowIfNull(simulation);
        return All.FirstOrDefault(shape => shape.Is(simulation)) ?? throw new System.Diagnostics.UnreachableException($"{simulation.GetType().Name} has no shape.");
    }

    /// <summary>The shape of a word of <c>arrivals:</c>; of none, that of the default.</summary>
    public static LoadShape OfArrivals(string? word) => All.First(shape => shape.ArrivalsWord is { } own && (word is null || own == word));

    /// <summary>The ramp of a model.</summary>
    public static LoadShape Ramp(LoadModel model) => All.First(shape => shape.Model == model && shape.IsRamp);

    /// <summary>The steady load of a model.</summary>
    public static LoadShape Steady(LoadModel model) => All.First(shape => shape.Model == model && shape.IsSteady && !shape.IsForIterations);

    /// <summary>The load of a model that a number of iterations ends.</summary>
    public static LoadShape ForIterations(LoadModel model) => All.First(shape => shape.Model == model && shape.IsForIterations);

    /// <summary>One of its figures.</summary>
    public abstract double Value(LoadSimulation simulation, LoadField field);

    /// <summary>A simulation of this kind.</summary>
    /// <param name="value">Gives each of <see cref="Fields"/>.</param>
    public abstract LoadSimulation Make(Func<LoadField, double> value);

    /// <summary>Level at its end: where a ramp after it starts.</summary>
    public abstract double LevelAfter(LoadSimulation simulation);

    /// <summary>Highest level.</summary>
    public virtual double Peak(LoadSimulation simulation) => LevelAfter(simulation);

    /// <summary>Lowest level, coming from the level <paramref name="before"/>.</summary>
    public virtual double Least(LoadSimulation simulation, double before) => IsRamp ? Math.Min(before, LevelAfter(simulation)) : LevelAfter(simulation);

    /// <summary>Open model: the starts to expect, and their variance. 0 in the closed model.</summary>
    public virtual (double Mean, double Variance) Arrivals(LoadSimulation simulation, double before)
    {
        ArgumentNullException.ThrowIfNull(simulation);
        var level = LevelAfter(simulation);
        return Model == LoadModel.Open ? ((IsRamp ? (before + level) / 2 : level) * simulation.During.TotalSeconds, 0) : (0, 0);
    }

    /// <summary>The simulation as two: until <paramref name="at"/>, and from then on.</summary>
    public abstract (LoadSimulation First, LoadSimulation Second) Split(LoadSimulation simulation, double before, TimeSpan at);

    /// <summary>For people: <c>1,000 users</c>, <c>50/s → 150/s</c>.</summary>
    public abstract string Describe(LoadSimulation simulation, double before);

    /// <summary>What is wrong with its figures beyond the range of each.</summary>
    public virtual IEnumerable<string> Faults(LoadSimulation simulation) => [];

    private protected abstract bool Is(LoadSimulation simulation);
}
