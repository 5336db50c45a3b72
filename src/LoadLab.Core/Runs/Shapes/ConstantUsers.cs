using LoadLab.Sdk;

namespace LoadLab.Core.Runs.Shapes;

/// <summary>A number of virtual users.</summary>
internal sealed class ConstantUsers : LoadShapeOf<LoadSimulation.KeepConstantPart>
{
    public override string Word => "keepConstant";

    public override IReadOnlyList<LoadField> Fields { get; } = [LoadField.Copies, LoadField.During];

    public override LoadModel? Model => LoadModel.Closed;

    public override LoadSimulation Make(Func<LoadField, double> value) => new LoadSimulation.KeepConstantPart((int)value(LoadField.Copies), Length(value));

    protected override double Value(LoadSimulation.KeepConstantPart part, LoadField field) => field switch
    {
        LoadField.Copies => part.Copies,
        LoadField.During => part.Length.TotalSeconds,
        _ => throw No(field),
    };

    protected override double LevelAfter(LoadSimulation.KeepConstantPart part) => part.Copies;

    protected override (LoadSimulation First, LoadSimulation Second) Split(LoadSimulation.KeepConstantPart part, double before, TimeSpan at) =>
        (part with { Length = at }, part with { Length = part.Length - at });

    protected override string Describe(LoadSimulation.KeepConstantPart part, double before) => Users(part.Copies);
}
