using LoadLab.Core.Text;
using LoadLab.Sdk;

namespace LoadLab.Core.Runs.Shapes;

/// <summary>Evenly spaced starts.</summary>
internal sealed class ConstantRate : LoadShapeOf<LoadSimulation.InjectPart>
{
    public override string Word => "inject";

    public override string? ArrivalsWord => "constant";

    public override IReadOnlyList<LoadField> Fields { get; } = [LoadField.Rate, LoadField.During];

    public override LoadModel? Model => LoadModel.Open;

    public override LoadSimulation Make(Func<LoadField, double> value) => new LoadSimulation.InjectPart(value(LoadField.Rate), Length(value));

    protected override double Value(LoadSimulation.InjectPart part, LoadField field) => field switch
    {
        LoadField.Rate => part.RatePerSecond,
        LoadField.During => part.Length.TotalSeconds,
        _ => throw No(field),
    };

    protected override double LevelAfter(LoadSimulation.InjectPart part) => part.RatePerSecond;

    protected override (LoadSimulation First, LoadSimulation Second) Split(LoadSimulation.InjectPart part, double before, TimeSpan at) =>
        (part with { Length = at }, part with { Length = part.Length - at });

    protected override string Describe(LoadSimulation.InjectPart part, double before) => Units.Rate(part.RatePerSecond);
}
