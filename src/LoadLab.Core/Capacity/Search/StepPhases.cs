using LoadLab.Core.Runs;
using LoadLab.Core.Runs.Shapes;
using LoadLab.Sdk;

namespace LoadLab.Core.Capacity.Search;

/// <summary>The phases that are the steps of a search: a load that settles, and is then held. Pure.</summary>
internal static class StepPhases
{
    /// <summary>Seconds of a step that are not measured: queues fill, caches warm up.</summary>
    public const double SettleSeconds = 3;

    /// <summary>More for the first step: the target's code is compiled in it.</summary>
    public const double FirstSettleSeconds = 8;

    /// <summary>
    /// Seconds over which the load comes. From rest to hundreds of starts in one second a target has its pools, threads and caches cold: it falls behind, works that off for many
    /// seconds, and the step shows the jump and not the load.
    /// </summary>
    public const double RampSeconds = 4;

    /// <summary>Mean think times that users settle for: until then many are in their first iteration, with a log-in that is no part of the later ones.</summary>
    private const double ThinkTimes = 2;

    /// <summary>Longest settling for think times, in seconds.</summary>
    private const double MostThinking = 20;

    /// <summary>Seconds of arrivals that may be under way at once, as in a suite that does not say.</summary>
    private const double SecondsOfArrivals = 10;

    /// <summary>Longest drain: what has not ended by then is no news after an overload.</summary>
    private static readonly TimeSpan s_drain = TimeSpan.FromSeconds(15);

    /// <summary>A step.</summary>
    /// <param name="template">A phase of the suite: its mix, its users, its connections.</param>
    /// <param name="load">Starts a second, or users.</param>
    /// <param name="holdSeconds">How long it is measured.</param>
    /// <param name="before">The steps that were made.</param>
    public static PhasePlan Of(PhasePlan template, double load, double holdSeconds, IReadOnlyList<string> before)
    {
        var isOpen = template.Model == LoadModel.Open;
        var least = Math.Max(before.Count == 0 ? FirstSettleSeconds : SettleSeconds, isOpen ? 0 : Math.Min(MostThinking, Math.Ceiling(ThinkTimes * template.ThinkTime.Mean.TotalSeconds)));
        var (ramp, settle, hold) = (TimeSpan.FromSeconds(RampSeconds), TimeSpan.FromSeconds(Math.Max(least, Math.Round(StepLength.SettleShare * holdSeconds))), TimeSpan.FromSeconds(holdSeconds));
        var name = FormattableString.Invariant($"{(isOpen ? "rate" : "users")}-{load}");
        var again = before.Count(other => other == name || other.StartsWith(name + "-", StringComparison.Ordinal));
        var users = (int)load;
        var shape = ArrivalsOf(template);
        LoadSimulation Arrivals(LoadShape kind, TimeSpan length) => kind.Make(field => field == LoadField.During ? length.TotalSeconds : load);
        var most = isOpen ? (int)Math.Min(LoadLimits.MostUsers, Math.Max(template.MaxVirtualUsers, Math.Ceiling(load * SecondsOfArrivals))) : users;
        return template with
        {
            Name = again == 0 ? name : FormattableString.Invariant($"{name}-{again + 1}"),
            StartAt = null,
            Segments = isOpen
                ? [new LoadSegment(Arrivals(LoadShape.Ramp(LoadModel.Open), ramp), false), new LoadSegment(Arrivals(shape!, settle), false), new LoadSegment(Arrivals(shape!, hold), true)]
                :
                [
                    new LoadSegment(new LoadSimulation.RampingConstantPart(users, ramp), false),
                    new LoadSegment(new LoadSimulation.KeepConstantPart(users, settle), false),
                    new LoadSegment(new LoadSimulation.KeepConstantPart(users, hold), true),
                ],
            StartsThinking = !isOpen,
            ToHoldSeconds = holdSeconds,
            MaxVirtualUsers = most,
            PreparedVirtualUsers = isOpen ? Math.Min(most, template.PreparedVirtualUsers) : template.PreparedVirtualUsers,
            Drain = template.Drain < s_drain ? template.Drain : s_drain,
        };
    }

    /// <summary>How long a step was to be measured; a step that was clearly over ended before.</summary>
    public static double ToHold(PhasePlan phase, CapacityPlan plan) => phase.ToHoldSeconds ?? plan.HoldSeconds;

    /// <summary>The load of a step.</summary>
    public static double LoadOf(PhasePlan phase) => phase.Segments.Select(segment => LoadShape.Of(segment.Simulation).Peak(segment.Simulation)).DefaultIfEmpty(0).Max();

    /// <summary>How the starts of a phase of the open model come; null for one whose rate itself is drawn at random, which no step can hold.</summary>
    public static LoadShape? ArrivalsOf(PhasePlan phase)
    {
        var shapes = phase.Segments.Select(segment => LoadShape.Of(segment.Simulation)).Where(shape => shape.Model == LoadModel.Open).ToList();
        return shapes.Find(shape => shape.IsRandom && !HoldsOneRate(shape)) is not null ? null : shapes.Find(HoldsOneRate) ?? LoadShape.Steady(LoadModel.Open);
    }

    private static bool HoldsOneRate(LoadShape shape) => shape.ArrivalsWord is not null && shape.Fields.SequenceEqual([LoadField.Rate, LoadField.During]);

    /// <summary>What a phase raises.</summary>
    public static CapacityModel ModelOf(PhasePlan phase) => phase.Model switch
    {
        LoadModel.Open => CapacityModel.Rate,
        LoadModel.Closed => CapacityModel.Users,
        _ => throw new System.Diagnostics.UnreachableException($"{phase.Model} is no model."),
    };
}
