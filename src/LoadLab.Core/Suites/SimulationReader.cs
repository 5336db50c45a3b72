using LoadLab.Core.Runs;
using LoadLab.Core.Runs.Shapes;
using LoadLab.Core.Yaml;

namespace LoadLab.Core.Suites;

/// <summary>
/// Reads one entry of <c>simulations:</c>, the scenario API's words:
/// <c>{keepConstant: {copies: 50, during: 30s}}</c>, <c>{inject: {rate: 150/s, during: 1m}, measured: false}</c>.
/// </summary>
internal sealed class SimulationReader(YamlReader item)
{
    public LoadSegment? Read()
    {
        var measured = item.Flag("measured");
        var given = LoadShape.All.Where(shape => item.Has(shape.Word)).ToList();
        item.Done();
        if (given.Count != 1)
        {
            item.Fault(item.Origin, "simulations", $"an entry holds exactly one of {string.Join(", ", LoadShape.All.Select(shape => shape.Word))}; this one holds {given.Count}.");
            return null;
        }

        var shape = given[0];
        if (item.Map(shape.Word) is not { } part)
        {
            return null;
        }

        var values = shape.Fields.ToDictionary(field => field, field => Read(part, field));
        part.Done();
        return values.Values.All(value => value is not null)
            ? new LoadSegment(shape.Make(field => values[field]!.Value), measured ?? shape.IsSteady)
            : null;
    }

    private static double? Read(YamlReader part, LoadField field) => field switch
    {
        LoadField.Copies => part.Integer("copies", required: true) is { } copies ? Math.Clamp(copies, int.MinValue, int.MaxValue) : null,
        LoadField.Rate => part.Rate("rate", required: true),
        LoadField.Min => part.Number("min", required: true),
        LoadField.Max => part.Number("max", required: true),
        LoadField.Interval => (part.Duration("interval") ?? TimeSpan.FromSeconds(1)).TotalSeconds,
        LoadField.Iterations => part.Integer("iterations", required: true),
        LoadField.During => part.Duration("during", required: true)?.TotalSeconds,
        _ => throw new System.Diagnostics.UnreachableException(field.ToString()),
    };
}
