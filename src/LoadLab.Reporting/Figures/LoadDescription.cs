using LoadLab.Core.Runs;
using LoadLab.Core.Runs.Shapes;

namespace LoadLab.Reporting.Figures;

/// <summary>What a phase's plan offers: in words, and as a rate at a moment. Reads the plan only.</summary>
internal static class LoadDescription
{
    /// <summary>The measured load: "1,000 users", "150/s", "50 → 200 users".</summary>
    public static string InWords(PhasePlan phase)
    {
        var texts = new List<string>();
        double before = 0;
        foreach (var segment in phase.Segments)
        {
            var shape = LoadShape.Of(segment.Simulation);
            if (segment.Measured)
            {
                texts.Add(shape.Describe(segment.Simulation, before));
            }

            before = shape.LevelAfter(segment.Simulation);
        }

        return string.Join(", then ", texts.Distinct());
    }

    /// <summary>Offered starts a second at <paramref name="offset"/> seconds after the phase's start; NaN where the plan names no rate.</summary>
    public static double RateAt(PhasePlan phase, double offset)
    {
        double from = 0;
        double start = 0;
        foreach (var segment in phase.Segments)
        {
            var shape = LoadShape.Of(segment.Simulation);
            var length = segment.Simulation.During.TotalSeconds;
            var level = shape.LevelAfter(segment.Simulation);
            if (offset >= start && offset < start + length)
            {
                return shape.Model == LoadModel.Closed ? double.NaN : shape.IsRamp ? from + ((level - from) * (offset - start) / length) : level;
            }

            from = level;
            start += length;
        }

        return double.NaN;
    }
}
