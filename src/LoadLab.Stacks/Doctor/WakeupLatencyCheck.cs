using System.Globalization;
using LoadLab.Core.Text;

namespace LoadLab.Stacks.Doctor;

/// <summary>How late this machine wakes a thread that sleeps 1 ms: what an idle generator would be late.</summary>
internal static class WakeupLatencyCheck
{
    private static readonly TimeSpan s_length = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_sleep = TimeSpan.FromMilliseconds(1);

    /// <summary>Sleeps for two seconds, a millisecond at a time.</summary>
    /// <returns>Lateness of each waking, in ms.</returns>
    public static IReadOnlyList<double> Measure(TimeProvider time, CancellationToken cancellationToken)
    {
        var late = new List<double>(2_000);
        var start = time.GetTimestamp();
        while (time.GetElapsedTime(start) < s_length)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var before = time.GetTimestamp();
            cancellationToken.WaitHandle.WaitOne(s_sleep);
            late.Add((time.GetElapsedTime(before) - s_sleep).TotalMilliseconds);
        }

        return late;
    }

    /// <summary>Judges what was measured: P99 by nearest rank, and the longest.</summary>
    public static DoctorCheck Judge(IReadOnlyList<double> lateMilliseconds)
    {
        var sorted = lateMilliseconds.Order().ToList();
        var p99 = sorted[(int)Math.Ceiling(0.99 * sorted.Count) - 1];
        var isQuiet = p99 <= 2 && sorted[^1] <= 50;
        return new DoctorCheck(
            "noise", isQuiet ? DoctorStatus.Ok : DoctorStatus.Warn,
            string.Create(CultureInfo.InvariantCulture, $"a sleep of 1 ms ends late by {Units.Milliseconds(p99)} (P99), {Units.Milliseconds(sorted[^1])} at most"),
            "P99 up to 2 ms and at most 50 ms: later than that, response times contain this machine",
            isQuiet ? "" : "Something else has the CPU. Look with top, and at steal time on a virtual machine; run again when it is quiet.");
    }
}
