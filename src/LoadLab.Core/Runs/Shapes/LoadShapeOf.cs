using System.Diagnostics;
using LoadLab.Core.Text;
using LoadLab.Sdk;

namespace LoadLab.Core.Runs.Shapes;

/// <summary>A shape with the type of its simulation.</summary>
internal abstract class LoadShapeOf<TPart> : LoadShape
    where TPart : LoadSimulation
{
    public sealed override double Value(LoadSimulation simulation, LoadField field) => Value((TPart)simulation, field);

    public sealed override double LevelAfter(LoadSimulation simulation) => LevelAfter((TPart)simulation);

    public sealed override (LoadSimulation First, LoadSimulation Second) Split(LoadSimulation simulation, double before, TimeSpan at) => Split((TPart)simulation, before, at);

    public sealed override string Describe(LoadSimulation simulation, double before) => Describe((TPart)simulation, before);

    protected abstract double Value(TPart part, LoadField field);

    protected abstract double LevelAfter(TPart part);

    protected abstract (LoadSimulation First, LoadSimulation Second) Split(TPart part, double before, TimeSpan at);

    protected abstract string Describe(TPart part, double before);

    private protected sealed override bool Is(LoadSimulation simulation) => simulation is TPart;

    protected static UnreachableException No(LoadField field) => new($"{typeof(TPart).Name} has no {field}.");

    protected static TimeSpan Length(Func<LoadField, double> value) => TimeSpan.FromSeconds(value(LoadField.During));

    protected static string Users(double copies) => copies == 1 ? "1 user" : Units.Count((long)copies) + " users";
}
