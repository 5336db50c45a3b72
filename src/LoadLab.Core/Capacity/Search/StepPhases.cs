using LoadLab.Core.Runs;
using LoadLab.Core.Runs.Shapes;
using LoadLab.Sdk;

namespace LoadLab.Core.Capacity.Search;

/// <summary>The phases that are the steps of a search: a load that settles, and is then held. Pure.</summary>
internal static class StepPhases
{
    /// <summary>Seconds of a step that are not measured: queues fill, pools and caches warm up.</summary>
    public const double SettleSeconds = 5;

    /// <summary>More for the first step: the target's code is compiled in it.</summary>
    public const double FirstSettleSeconds = 10;

    /// <summary>Seconds over which users come, so that they do not all start at once.</summary>
    private const double RampSeconds = 2;

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
        var (settle, hold) = (TimeSpan.FromSeconds(Math.Max(before.Count == 0 ? FirstSettleSeconds : SettleSeconds, Math.Round(StepLength.SettleShare * holdSeconds))), TimeSpan.FromSeconds(holdSeconds));
        var isOpen = template.Model == LoadModel.Open;
        var name = FormattableString.Invariant($"{(isOpen ? "rate" : "users")}-{load}");
        var again = before.Count(other => other == name || other.StartsWith(name + "-", StringComparison.Ordinal));
        var users = (int)load;
        var isPoisson = template.Segments.Any(segment => segment.Simulation is LoadSimulation.PoissonPart);
        LoadSimulation Arrivals(TimeSpan length) => isPoisson ? new LoadSimulation.PoissonPart(load, length) : new LoadSimulation.InjectPart(load, length);
        var most = isOpen ? (int)Math.Min(LoadLimits.MostUsers, Math.Max(template.MaxVirtualUsers, Math.Ceiling(load * SecondsOfArrivals))) : users;
        return template with
        {
            Name = again == 0 ? name : FormattableString.Invariant($"{name}-{again + 1}"),
            StartAt = null,
            Segments = isOpen
                ? [new LoadSegment(Arrivals(settle), false), new LoadSegment(Arrivals(hold), true)]
                :
                [
                    new LoadSegment(new LoadSimulation.RampingConstantPart(users, TimeSpan.FromSeconds(RampSeconds)), false),
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
    public static double LoadOf(PhasePlan phase) => phase.Segments.Select(segment => segment.Simulation switch
    {
        LoadSimulation.InjectPart part => part.RatePerSecond,
        LoadSimulation.PoissonPart part => part.RatePerSecond,
        LoadSimulation.KeepConstantPart part => part.Copies,
        LoadSimulation.RampingConstantPart part => part.Copies,
        _ => 0,
    }).DefaultIfEmpty(0).Max();

    /// <summary>What a phase raises.</summary>
    public static CapacityModel ModelOf(PhasePlan phase) => phase.Model == LoadModel.Open ? CapacityModel.Rate : CapacityModel.Users;
}
