using LoadLab.Core.Runs;

namespace LoadLab.Core.Capacity.Search;

/// <summary>
/// Where a search in users begins when one in arrival rate has an answer: by Little's law, N users with a think time Z whose iterations take R start N / (Z + R) of them a second. So the
/// users of the answer are about X · (Z + R), and the search begins a little below with small steps instead of doubling from far away. It is a start and no more: what users hold, their
/// own steps say. Pure.
/// </summary>
internal static class UsersFromRate
{
    /// <summary>Part of the expected answer at which the search begins: it should hold there.</summary>
    private const double Below = 0.8;

    /// <summary>Growth from there: two steps pass the expected answer.</summary>
    private const double Growth = 1.4;

    /// <summary>The options of a search in users; as they were where nothing is known of the rate, or a start was asked for.</summary>
    /// <param name="options">As the plan says.</param>
    /// <param name="template">The phase that its steps are made from.</param>
    /// <param name="rate">The steps of the search in arrival rate.</param>
    /// <param name="held">What they hold.</param>
    public static SearchOptions Of(SearchOptions options, PhasePlan template, IReadOnlyList<CapacityStep> rate, double? held)
    {
        var think = template.ThinkTime.Mean.TotalSeconds;
        if (options.Model != CapacityModel.Users || options.Floor is not { } floor || floor >= options.From || held is not { } starts || (think <= 0 && template.Pacing is null))
        {
            return options;
        }

        var mean = rate.Where(step => step is { Outcome: StepOutcome.Holds, MeanMs: not null } && step.Load <= starts).MaxBy(step => step.Load)?.MeanMs ?? 0;
        var cycle = Math.Max(template.Pacing?.TotalSeconds ?? 0, think + (mean / 1000));
        var from = Math.Clamp(Below * starts * cycle, floor, options.To);
        return options with { From = Math.Max(1, Math.Round(from)), Growth = Growth };
    }
}
