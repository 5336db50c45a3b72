using LoadLab.Core.Text;
using LoadLab.Sdk;

namespace LoadLab.Core.Runs.Shapes;

/// <summary>A uniform number of starts each interval: mean (min + max) / 2, variance (max − min)² / 12.</summary>
internal sealed class RandomRate : LoadShapeOf<LoadSimulation.InjectRandomPart>
{
    public override string Word => "injectRandom";

    public override string? ArrivalsWord => "random";

    public override IReadOnlyList<LoadField> Fields { get; } = [LoadField.Min, LoadField.Max, LoadField.Interval, LoadField.During];

    public override LoadModel? Model => LoadModel.Open;

    public override bool IsRandom => true;

    public override LoadSimulation Make(Func<LoadField, double> value) =>
        new LoadSimulation.InjectRandomPart(value(LoadField.Min), value(LoadField.Max), TimeSpan.FromSeconds(value(LoadField.Interval)), Length(value));

    public override double Peak(LoadSimulation simulation) => Part(simulation).Max / Part(simulation).Interval.TotalSeconds;

    public override double Least(LoadSimulation simulation, double before) => Part(simulation).Min / Part(simulation).Interval.TotalSeconds;

    public override (double Mean, double Variance) Arrivals(LoadSimulation simulation, double before)
    {
        var part = Part(simulation);
        var intervals = part.Length / part.Interval;
        return ((part.Min + part.Max) / 2 * intervals, Math.Pow(part.Max - part.Min, 2) / 12 * intervals);
    }

    public override IEnumerable<string> Faults(LoadSimulation simulation)
    {
        var part = Part(simulation);
        if (part.Interval <= TimeSpan.Zero)
        {
            yield return "interval is not above 0.";
        }
        else if (!(part.Min >= 0 && part.Min <= part.Max && part.Max > 0 && part.Max / part.Interval.TotalSeconds <= LoadLimits.MostPerSecond))
        {
            yield return FormattableString.Invariant($"min {part.Min:G6} and max {part.Max:G6} are not a range above 0 of at most {LoadLimits.MostPerSecond:0}/s.");
        }
    }

    protected override double Value(LoadSimulation.InjectRandomPart part, LoadField field) => field switch
    {
        LoadField.Min => part.Min,
        LoadField.Max => part.Max,
        LoadField.Interval => part.Interval.TotalSeconds,
        LoadField.During => part.Length.TotalSeconds,
        _ => throw No(field),
    };

    protected override double LevelAfter(LoadSimulation.InjectRandomPart part) => (part.Min + part.Max) / 2 / part.Interval.TotalSeconds;

    protected override (LoadSimulation First, LoadSimulation Second) Split(LoadSimulation.InjectRandomPart part, double before, TimeSpan at) =>
        (part with { Length = at }, part with { Length = part.Length - at });

    protected override string Describe(LoadSimulation.InjectRandomPart part, double before) =>
        $"{Units.Rate(part.Min / part.Interval.TotalSeconds)} to {Units.Rate(part.Max / part.Interval.TotalSeconds)} at random";

    private static LoadSimulation.InjectRandomPart Part(LoadSimulation simulation) => (LoadSimulation.InjectRandomPart)simulation;
}
