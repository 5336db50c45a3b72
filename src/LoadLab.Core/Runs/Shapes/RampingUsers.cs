using LoadLab.Core.Text;
using LoadLab.Sdk;

namespace LoadLab.Core.Runs.Shapes;

/// <summary>From the number of virtual users before to another.</summary>
internal sealed class RampingUsers : LoadShapeOf<LoadSimulation.RampingConstantPart>
{
    public override string Word => "rampingConstant";

    public override IReadOnlyList<LoadField> Fields { get; } = [LoadField.Copies, LoadField.During];

    public override LoadModel? Model => LoadModel.Closed;

    public override bool IsRamp => true;

    public override int LeastCopies => 0;

    public override LoadSimulation Make(Func<LoadField, double> value) => new LoadSimulation.RampingConstantPart((int)value(LoadField.Copies), Length(value));

    protected override double Value(LoadSimulation.RampingConstantPart part, LoadField field) => field switch
    {
        LoadField.Copies => part.Copies,
        LoadField.During => part.Length.TotalSeconds,
        _ => throw No(field),
    };

    protected override double LevelAfter(LoadSimulation.RampingConstantPart part) => part.Copies;

    protected override (LoadSimulation First, LoadSimulation Second) Split(LoadSimulation.RampingConstantPart part, double before, TimeSpan at) =>
        (new LoadSimulation.RampingConstantPart((int)Math.Round(before + ((part.Copies - before) * (at / part.Length))), at), part with { Length = part.Length - at });

    protected override string Describe(LoadSimulation.RampingConstantPart part, double before) => $"{Units.Count((long)before)} → {Users(part.Copies)}";
}
