using LoadLab.Sdk;

namespace LoadLab.Core.Runs.Shapes;

/// <summary>No load.</summary>
internal sealed class Pause : LoadShapeOf<LoadSimulation.PausePart>
{
    public override string Word => "pause";

    public override IReadOnlyList<LoadField> Fields { get; } = [LoadField.During];

    public override LoadModel? Model => null;

    public override bool IsSteady => false;

    public override LoadSimulation Make(Func<LoadField, double> value) => new LoadSimulation.PausePart(Length(value));

    protected override double Value(LoadSimulation.PausePart part, LoadField field) => field == LoadField.During ? part.Length.TotalSeconds : throw No(field);

    protected override double LevelAfter(LoadSimulation.PausePart part) => 0;

    protected override (LoadSimulation First, LoadSimulation Second) Split(LoadSimulation.PausePart part, double before, TimeSpan at) =>
        (part with { Length = at }, part with { Length = part.Length - at });

    protected override string Describe(LoadSimulation.PausePart part, double before) => "a pause";
}
