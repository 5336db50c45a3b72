using System.Diagnostics;
using System.Text.Json.Serialization;
using LoadLab.Core.Text;

namespace LoadLab.Core.Runs;

/// <summary>The k6 script of a run.</summary>
/// <param name="Path">Its file.</param>
/// <param name="Thresholds">The limits that its options set.</param>
public sealed record ScriptPlan(string Path, IReadOnlyList<ScriptThreshold> Thresholds);

/// <summary>A limit of a script's options: <c>http_req_duration: ['p(95)&lt;200']</c>.</summary>
/// <param name="Metric">The metric, with the tags of a sub-metric: <c>http_req_duration{scenario:rate}</c>.</param>
/// <param name="Expression">As it is written: <c>p(95)&lt;200</c>.</param>
/// <param name="Statistic">What is limited: <c>p(95)</c>, <c>rate</c>, <c>count</c>.</param>
/// <param name="Operator">What it must be against the limit: <c>&lt;</c>, <c>&lt;=</c>, <c>&gt;</c>, <c>&gt;=</c>, <c>==</c> or <c>!=</c>.</param>
/// <param name="Limit">The limit: milliseconds for times, 0 to 1 for rates.</param>
/// <param name="AbortOnFail">Ends the run when it is crossed.</param>
/// <param name="DelayAbort">The run is not ended by it before this time has passed.</param>
public sealed record ScriptThreshold(string Metric, string Expression, string Statistic, string Operator, double Limit, bool AbortOnFail, TimeSpan DelayAbort)
{
    /// <summary>What the driver said at the end: true when it was kept; null where it says nothing, and for LoadLab's own engine.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? WasKept { get; init; }

    /// <summary>Id of its verdict: <c>http_req_duration p(95)&lt;200</c>.</summary>
    public string Id => $"{Metric} {Expression}";

    /// <summary>What the operator asks. No part of the run's document, which has the sign.</summary>
    internal ComparisonOperator Comparison => ComparisonOperators.OfCodeSign(Operator) ?? throw new UnreachableException($"The threshold '{Id}' has no operator '{Operator}'.");

    /// <summary>True when <paramref name="value"/> keeps it.</summary>
    public bool Holds(double value) => Comparison.Holds(value, Limit);
}
