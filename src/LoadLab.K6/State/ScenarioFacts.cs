namespace LoadLab.K6.State;

/// <summary>What a script may know of its scenario.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Executor">Its executor.</param>
/// <param name="Exec">The function that it calls.</param>
/// <param name="StartTime">When it begins.</param>
/// <param name="Seconds">How long it lasts; null when iterations end it.</param>
/// <param name="Iterations">How many iterations it has; null when time ends it.</param>
/// <param name="Environment">Its own <c>__ENV</c>.</param>
/// <param name="Tags">Its own tags.</param>
internal sealed record ScenarioFacts(
    string Name,
    string Executor,
    string Exec,
    TimeSpan StartTime,
    double? Seconds,
    long? Iterations,
    IReadOnlyDictionary<string, string> Environment,
    IReadOnlyDictionary<string, string> Tags);
