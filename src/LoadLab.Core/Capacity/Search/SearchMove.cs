namespace LoadLab.Core.Capacity.Search;

/// <summary>Why a step is made.</summary>
public enum SearchStage
{
    /// <summary>Nothing has broken yet: twice the load.</summary>
    Grow,

    /// <summary>Nothing has held yet: half the load.</summary>
    Shrink,

    /// <summary>Between what held and what broke.</summary>
    Narrow,

    /// <summary>Once more, because a single step never decides an end of the search.</summary>
    Confirm,
}

/// <summary>What a search does next: a step, or nothing more.</summary>
/// <param name="Load">The load of the next step; null when the search is over.</param>
/// <param name="Stage">Why it is made.</param>
/// <param name="End">How the search ended; null while it goes on.</param>
/// <param name="Why">Why it ended there, for people; empty when the status says it all.</param>
public sealed record SearchMove(double? Load, SearchStage Stage, CapacityStatus? End, string Why)
{
    internal static SearchMove Try(double load, SearchStage stage) => new(load, stage, null, "");

    internal static SearchMove Done(CapacityStatus end, string why = "") => new(null, SearchStage.Confirm, end, why);
}
