using System.Text.RegularExpressions;
using LoadLab.Core.Runs;
using LoadLab.K6.Metrics;
using LoadLab.K6.Scripts;

namespace LoadLab.K6.Loads;

/// <summary>A script that may say of itself that the test has failed, by <c>exec.test.fail()</c>, has a row of that: never called, it holds.</summary>
internal static partial class FailureMark
{
    /// <summary>Counts the calls.</summary>
    public const string Metric = State.ScriptTest.FailureMetric;

    /// <summary>The row; null for a script that never calls it.</summary>
    public static ScriptThreshold? Of(ScriptFiles files) => files.Used.Contains("k6/execution") && files.Sources.Any(source => Call().IsMatch(source))
        ? new ScriptThreshold(Metric, "count==0", "count", "==", 0, AbortOnFail: false, TimeSpan.Zero)
        : null;

    /// <summary>Declares what it counts.</summary>
    public static void Declare(MetricTable metrics) => metrics.Declare(Metric, MetricKind.Counter, isTime: false);

    [GeneratedRegex(@"\.\s*fail\b", RegexOptions.CultureInvariant)]
    private static partial Regex Call();
}
