using LoadLab.Core.Text;

namespace LoadLab.Reporting.Charts;

/// <summary>Ticks of the time axis: whole seconds, minutes or hours that a person would choose.</summary>
internal static class TimeAxis
{
    private static readonly int[] Steps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 43200, 86400];

    /// <summary>About <paramref name="wanted"/> ticks from 0 to <paramref name="seconds"/>.</summary>
    public static IEnumerable<(double Second, string Label)> Ticks(double seconds, int wanted = 9)
    {
        var step = Steps.FirstOrDefault(candidate => seconds / candidate <= wanted, Steps[^1]);
        for (double second = 0; second <= seconds; second += step)
        {
            yield return (second, Units.Clock(second));
        }
    }
}
