using LoadLab.Core.Measurement;
using LoadLab.Core.Running;
using LoadLab.Core.Runs;

namespace LoadLab.Core.Evaluation.ValidityChecks;

/// <summary>
/// Stretches of the measured time in which something of the generator did not move. What is late tells when it comes, how long it was gone: a
/// wait of 3 s is told by three seconds, and is one stretch of 3 s. Pure.
/// </summary>
internal static class StandstillTimes
{
    /// <summary>The length of each stretch in ms; never more together than there was measured time.</summary>
    /// <param name="record">The run.</param>
    /// <param name="lateMs">How late it was in a second, in ms; NaN where that is not known.</param>
    public static IReadOnlyList<double> Of(RunRecord record, Func<HealthSecond, double> lateMs)
    {
        var measured = MeasuredTime.Union(record.Phases.Select(MeasuredTime.Window));
        var still = MeasuredTime.Union(record.Health
            .Where(second => lateMs(second) >= ValidityLimits.PauseMs)
            .Select(second => (From: second.Second + 1 - (lateMs(second) / 1000), To: second.Second + 1.0)));
        return
        [
            .. still.Select(stretch => 1000 * measured.Sum(window => Math.Max(0, Math.Min(stretch.To, window.To) - Math.Max(stretch.From, window.From))))
                .Where(length => length > 0),
        ];
    }

    /// <summary>The measured time in ms; what phases measured at one time counts once.</summary>
    public static double MeasuredMs(RunRecord record) => 1000 * MeasuredTime.SecondsOf(record);
}
