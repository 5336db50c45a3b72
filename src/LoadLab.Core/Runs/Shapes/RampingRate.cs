using LoadLab.Core.Text;
using LoadLab.Sdk;

namespace LoadLab.Core.Runs.Shapes;

/// <summary>From the rate before to another.</summary>
internal sealed class RampingRate : LoadShapeOf<LoadSimulation.RampingInjectPart>
{
    public override string Word => "rampingInject";

    public override IReadOnlyList<LoadField> Fields { get; } = [LoadField.Rate, LoadField.During];

    public override LoadModel? Model => LoadModel.Open;

    public override bool IsRamp => true;

    public override LoadSimulation Make(Func<LoadField, double> value) => new LoadSimulation.RampingInjectPart(value(LoadField.Rate), Length(value));

    protected override double Value(LoadSimulation.RampingInjectPart part, LoadField field) => field switch
    {
        LoadField.Rate => part.RatePerSecond,
        LoadField.During => part.Length.TotalSeconds,
        _ => throw No(field),
    };

    protected override double LevelAfter(LoadSimulation.RampingInjectPart part) => part.RatePerSecond;

    protected override (LoadSimulation First, LoadSimulation Second) Split(LoadSimulation.RampingInjectPart part, double before, TimeSpan at) =>
        (new LoadSimulation.RampingInjectPart(before + ((part.RatePerSecond - before) * (at / part.Length)), at), part with { Length = part.Length - at });

    protected override string Describe(LoadSimulation.RampingInjectPart part, double before) => $"{Units.Rate(before)} → {Units.Rate(part.RatePerSecond)}";
}
