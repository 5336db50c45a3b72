using LoadLab.Core.Text;
using LoadLab.Sdk;

namespace LoadLab.Core.Runs.Shapes;

/// <summary>Iterations that virtual users share.</summary>
internal sealed class IterationsByUsers : LoadShapeOf<LoadSimulation.IterationsForConstantPart>
{
    public override string Word => "iterationsForConstant";

    public override IReadOnlyList<LoadField> Fields { get; } = [LoadField.Copies, LoadField.Iterations];

    public override LoadModel? Model => LoadModel.Closed;

    public override LoadSimulation Make(Func<LoadField, double> value) => new LoadSimulation.IterationsForConstantPart((int)value(LoadField.Copies), (long)value(LoadField.Iterations));

    protected override double Value(LoadSimulation.IterationsForConstantPart part, LoadField field) => field switch
    {
        LoadField.Copies => part.Copies,
        LoadField.Iterations => part.Iterations,
        _ => throw No(field),
    };

    protected override double LevelAfter(LoadSimulation.IterationsForConstantPart part) => part.Copies;

    /// <summary>It has no length that could be cut.</summary>
    protected override (LoadSimulation First, LoadSimulation Second) Split(LoadSimulation.IterationsForConstantPart part, double before, TimeSpan at) =>
        (part, part with { Iterations = 0 });

    protected override string Describe(LoadSimulation.IterationsForConstantPart part, double before) => $"{Units.Counted(part.Iterations, "iteration")} by {Users(part.Copies)}";
}
