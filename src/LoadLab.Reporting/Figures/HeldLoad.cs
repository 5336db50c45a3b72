using LoadLab.Core.Capacity;
using LoadLab.Core.Statistics;
using LoadLab.Core.Verdicts;

namespace LoadLab.Reporting.Figures;

/// <summary>The verdict of a capacity row that a search decided: what is held, in the digits that its interval allows. Pure.</summary>
internal static class HeldLoad
{
    /// <summary><c>890/s</c>, <c>at least 400/s</c>; null for a verdict of anything else.</summary>
    public static string? Measured(SloVerdict verdict) => Of(verdict) is var (model, held) ? CapacityFigure.Held(model, held) : null;

    /// <summary><c>860/s … 940/s</c>; empty where it has one end only; null for a verdict of anything else.</summary>
    public static string? Interval(SloVerdict verdict) => Of(verdict) is var (model, held) ? CapacityFigure.Range(model, held) ?? "" : null;

    private static (CapacityModel Model, Interval Held)? Of(SloVerdict verdict) => verdict switch
    {
        { Measured: not { } } or { Low: null, High: null } => null,
        { Low: { } low, High: { } high } when low == high => null,
        { Unit: "1/s", Measured: { } held } => (CapacityModel.Rate, new Interval(held, verdict.Low ?? 0, verdict.High ?? double.PositiveInfinity)),
        { Unit: "users", Measured: { } held } => (CapacityModel.Users, new Interval(held, verdict.Low ?? 0, verdict.High ?? double.PositiveInfinity)),
        _ => null,
    };
}
