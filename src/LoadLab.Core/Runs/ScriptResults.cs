namespace LoadLab.Core.Runs;

/// <summary>What a k6 script's metrics and checks came to, under the names that k6 gives them.</summary>
/// <param name="Metrics">The metrics and their sub-metrics, by name.</param>
/// <param name="Checks">The checks, in the order in which they were first made.</param>
public sealed record ScriptResults(IReadOnlyList<ScriptMetric> Metrics, IReadOnlyList<ScriptCheck> Checks);

/// <summary>A metric of a script at its end.</summary>
/// <param name="Name">With the tags of a sub-metric: <c>http_req_duration{scenario:rate}</c>.</param>
/// <param name="Type"><c>counter</c>, <c>gauge</c>, <c>rate</c> or <c>trend</c>.</param>
/// <param name="Contains"><c>time</c> (milliseconds), <c>data</c> (bytes) or <c>default</c>.</param>
/// <param name="Samples">How many values it got; null where an imported summary does not say.</param>
/// <param name="Values">Statistic to value, with k6's names: <c>avg</c>, <c>p(95)</c>, <c>count</c>, <c>rate</c>.</param>
public sealed record ScriptMetric(string Name, string Type, string Contains, long? Samples, IReadOnlyDictionary<string, double> Values);

/// <summary>A check of a script.</summary>
/// <param name="Group">The group that it stands in, as <c>::outer::inner</c>; empty for none.</param>
/// <param name="Name">Its name.</param>
/// <param name="Passes">How often it held.</param>
/// <param name="Fails">How often it did not.</param>
public sealed record ScriptCheck(string Group, string Name, long Passes, long Fails);
