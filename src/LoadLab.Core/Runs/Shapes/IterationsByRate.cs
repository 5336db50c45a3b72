using LoadLab.Core.Text;
using LoadLab.Sdk;

namespace LoadLab.Core.Runs.Shapes;

/// <summary>A number of evenly spaced starts.</summary>
internal sealed class IterationsByRate : LoadShapeOf<LoadSimulation.IterationsForInjectPart>
{
    public override string Word => "iterationsForInject";

    public override IReadOnlyList<LoadField> Fields { get; } = [LoadField.Rate, LoadField.Iterations];

    public override LoadModel? Model => LoadModel.Open;

    public override LoadSimulation Make(Func<LoadField, double> value) => new LoadSimulation.IterationsForInjectPart(value(LoadField.Rate), (long)value(LoadField.Iterations));

    public override (double Mean, double Variance) Arrivals(LoadSimulation simulation, double before) => (((LoadSimulation.IterationsForInjectPart)simulation).Iterations, 0);

    protected override double Value(LoadSimulation.IterationsForInjectPart part, LoadField field) => field switch
    {
        LoadField.Rate => part.RatePerSecond,
        LoadField.Iterations => part.Iterations,
        _ => throw No(field),
    };

    protected override double LevelAfter(LoadSimulation.IterationsForInjectPart part) => part.RatePerSecond;

    protected override (LoadSimulation First, LoadSimulation Second) Split(LoadSimulation.IterationsForInjectPart part, double before, TimeSpan at)
    {
        var first = Math.Min(part.Iterations, (long)Math.Floor(part.RatePerSecond * at.TotalSeconds));
        return (part with { Iterations = first }, part with { Iterations = part.Iterations - first });
    }

    protected override string Describe(LoadSimulation.IterationsForInjectPart part, double before) => $"{Units.Counted(part.Iterations, "iteration")} at {Units.Rate(part.RatePerSecond)}";
}
