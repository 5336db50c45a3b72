using System.Globalization;
using LoadLab.Core.Runs;

namespace LoadLab.Stacks.Processes;

/// <summary>The settings of the reference LMS under their three names: environment variable, fingerprint key, value.</summary>
internal static class LmsSettings
{
    /// <summary>Environment variable and value; a <see cref="TimeSpan"/> is in the constant format.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Of(LmsPlan plan)
    {
        yield return new("Lms__Delay", Text(plan.Delay));
        yield return new("Lms__Query__Delay", Text(plan.QueryDelay));
        yield return new("Lms__Pool__Size", Text(plan.PoolSize));
        yield return new("Lms__Password__Iterations", Text(plan.PasswordIterations));
        yield return new("Lms__Cache__Ttl", Text(plan.CacheTtl));
        yield return new("Lms__Workers", Text(plan.Workers));
        yield return new("Lms__Data__Users", Text(plan.Users));
        yield return new("Lms__Data__Courses", Text(plan.Courses));
        yield return new("Lms__Data__Enrolments", Text(plan.Enrolments));
    }

    /// <summary>The same as <c>lms.pool.size</c> and so on, for the fingerprint.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Fingerprint(LmsPlan plan) =>
        Of(plan).Select(setting => new KeyValuePair<string, string>(setting.Key.Replace("__", ".", StringComparison.Ordinal).ToLowerInvariant(), setting.Value));

    private static string Text(TimeSpan value) => value.ToString("c", CultureInfo.InvariantCulture);

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
}
