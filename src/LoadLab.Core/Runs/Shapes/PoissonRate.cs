using LoadLab.Core.Text;
using LoadLab.Sdk;

namespace LoadLab.Core.Runs.Shapes;

/// <summary>Poisson arrivals: their number has its mean as its variance.</summary>
internal sealed class PoissonRate : LoadShapeOf<LoadSimulation.PoissonPart>
{
    public override string Word => "poisson";

    public override string? ArrivalsWord => "poisson";

    public override IReadOnlyList<LoadField> Fields { get; } = [LoadField.Rate, LoadField.During];

    public override LoadModel? Model => LoadModel.Open;

    public override bool IsRandom => true;

    public override LoadSimulation Make(Func<LoadField, double> value) => new LoadSimulation.PoissonPart(value(LoadField.Rate), Length(value));

    public override (double Mean, double Variance) Arrivals(LoadSimulation simulation, double before) =>
        base.Arrivals(simulation, before) is var (mean, _) ? (mean, mean) : default;

    protected override double Value(LoadSimulation.PoissonPart part, LoadField field) => field switch
    {
        LoadField.Rate => part.RatePerSecond,
        LoadField.During => part.Length.TotalSeconds,
        _ => throw No(field),
    };

    protected override double LevelAfter(LoadSimulation.PoissonPart part) => part.RatePerSecond;

    protected override (LoadSimulation First, LoadSimulation Second) Split(LoadSimulation.PoissonPart part, double before, TimeSpan at) =>
        (part with { Length = at }, part with { Length = part.Length - at });

    protected override string Describe(LoadSimulation.PoissonPart part, double before) => Units.Rate(part.RatePerSecond) + " Poisson";
}
