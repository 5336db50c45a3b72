using System.Globalization;
using LoadLab.Core.Statistics;
using LoadLab.Core.Text;

namespace LoadLab.Core.Capacity;

/// <summary>Loads for people. What is held has no more digits than its interval allows; a load that was offered, or asked about, is exact. Pure.</summary>
public static class CapacityFigure
{
    /// <summary>A load that was offered or asked about: <c>412/s</c>, <c>1,200 users</c>.</summary>
    public static string Load(CapacityModel model, double load) => load.ToString("#,0.##", CultureInfo.InvariantCulture) + Unit(model);

    /// <summary>What is held: <c>890/s</c>, <c>at least 400/s</c>, <c>less than 10 users</c>.</summary>
    public static string Held(CapacityModel model, Interval held) =>
        double.IsInfinity(held.High) ? $"at least {Load(model, held.Low)}"
        : held.Low <= 0 ? $"less than {Load(model, held.High)}"
        : Step(model, held) is > 0 and var step ? IntervalDigits.Nearest(held.Estimate, step) + Unit(model)
        : Number(held.Estimate) + Unit(model);

    /// <summary>Its interval: <c>860 … 940</c>; null where it has none, only one end, or ends that read the same.</summary>
    /// <param name="model">What the load counts.</param>
    /// <param name="held">What is held.</param>
    /// <param name="between">Between the ends.</param>
    public static string? Range(CapacityModel model, Interval held, string between = " … ") => held.Low > 0 && Step(model, held) is > 0 and var step && held.High - held.Low >= step
        ? $"{(IntervalDigits.Down(held.Low, step) is not "0" and var low ? low : Number(held.Low))}{between}{IntervalDigits.Up(held.High, step)}"
        : null;

    /// <summary>A load as a share of another, with its interval's digits: <c>600 %</c>; whole percents at the finest.</summary>
    public static string Share(Interval ratio)
    {
        var (estimate, step) = (ratio.Estimate * 100, IntervalDigits.Step(ratio.Low * 100, ratio.High * 100));
        return ratio.Low > 0 && step > 0 && estimate >= 1
            ? IntervalDigits.Nearest(estimate, Math.Max(1, Math.Min(step, Math.Pow(10, Math.Floor(Math.Log10(estimate) + 1e-9))))) + " %"
            : Units.Percent(Math.Round(ratio.Estimate, 2));
    }

    /// <summary>A change as percent, with its interval's digits: <c>+4</c>.</summary>
    public static (string Estimate, string Low, string High) Percent(Interval ratio)
    {
        var (estimate, low, high) = (ratio.Estimate * 100, ratio.Low * 100, ratio.High * 100);
        var step = Math.Max(IntervalDigits.Step(low, high), 0.1);
        return (Signed(estimate, IntervalDigits.Nearest(Math.Abs(estimate), step)), Signed(low, low < 0 ? IntervalDigits.Up(-low, step) : IntervalDigits.Down(low, step)), Signed(high, high < 0 ? IntervalDigits.Down(-high, step) : IntervalDigits.Up(high, step)));
    }

    private static string Signed(double value, string size) => size == "0" ? "0" : (value < 0 ? "-" : "+") + size;

    /// <summary>Never finer than a load is written: users are whole. Never so coarse that an estimate far below the middle of a wide interval reads as 0.</summary>
    private static double Step(CapacityModel model, Interval held) => IntervalDigits.Step(held.Low, held.High) is > 0 and var step
        ? Math.Max(model == CapacityModel.Users || held.Estimate >= 100 ? 1 : held.Estimate >= 10 ? 0.1 : 0.01, held.Estimate > 0 ? Math.Min(step, Math.Pow(10, Math.Floor(Math.Log10(held.Estimate) + 1e-9))) : step)
        : 0;

    private static string Unit(CapacityModel model) => model == CapacityModel.Rate ? "/s" : " users";

    private static string Number(double load) => load.ToString(load >= 100 ? "#,0" : load >= 10 ? "0.#" : "0.##", CultureInfo.InvariantCulture);
}
