namespace LoadLab.Sdk;

/// <summary>
/// What an iteration sees. One context belongs to one virtual user and runs one iteration at a time,
/// so nothing in it needs a lock.
/// </summary>
public interface IScenarioContext
{
    /// <summary>Which scenario and which virtual user this is.</summary>
    ScenarioInfo ScenarioInfo { get; }

    /// <summary>Iterations that this virtual user has started, this one included: 1, 2, 3 …</summary>
    long InvocationNumber { get; }

    /// <summary>
    /// Number of this iteration in its phase, from 0; each phase begins anew. The same seed gives the same iteration the same number, on one
    /// machine or on many shards. Of a mix of scenarios each has only some of these numbers: to choose data take <see cref="ScenarioIterationNumber"/>.
    /// </summary>
    long IterationNumber { get; }

    /// <summary>
    /// Number of this iteration among those of its scenario in its phase, from 0; each phase begins anew. The same on one machine or on many shards, so data chosen
    /// by it is reproducible, and in a mix of scenarios leaves out nothing.
    /// </summary>
    long ScenarioIterationNumber => IterationNumber;

    /// <summary>Number of this virtual user among those of its scenario in its phase, from 0, over all shards.</summary>
    int ScenarioUserNumber => ScenarioInfo.InstanceNumber;

    /// <summary>Data of this iteration; empty when it starts.</summary>
    IDictionary<string, object> Data { get; }

    /// <summary>Data that this virtual user keeps from iteration to iteration.</summary>
    IDictionary<string, object> ScenarioInstanceData { get; }

    /// <summary>State of this virtual user, typed; made by <paramref name="create"/> when first asked for.</summary>
    T UserState<T>(Func<T> create)
        where T : class;

    /// <summary>Random numbers seeded from the plan's seed, the phase and <see cref="IterationNumber"/>: the same in every run.</summary>
    Random Random { get; }

    /// <summary>Writes to the run's log, rate-limited.</summary>
    IScenarioLogger Logger { get; }

    /// <summary>Cancelled when the run is cut off. Pass it on to everything that waits.</summary>
    CancellationToken CancellationToken { get; }

    /// <summary>The same token under NBomber 6's name.</summary>
    CancellationToken ScenarioCancellationToken => CancellationToken;

    /// <summary>
    /// Client of this virtual user, with the target's base address and the suite's connection policy
    /// (<c>per-user</c> or <c>shared</c>) and request timeout. Do not dispose it.
    /// </summary>
    HttpClient HttpClient { get; }

    /// <summary>Settings of the suite's <c>settings:</c> section.</summary>
    IReadOnlyDictionary<string, string> Settings { get; }

    /// <summary>Folder of the suite's file: what a setting that names a file starts from, as in <c>Path.Combine(context.SuiteDirectory, "users.csv")</c>.</summary>
    /// <value>The working directory, where there is no suite.</value>
    string SuiteDirectory => Environment.CurrentDirectory;

    /// <summary>Which part of the plan this process runs, from 0: of several machines, each has its own. See <see cref="ShardCount"/>.</summary>
    int ShardIndex => 0;

    /// <summary>How many parts the plan was split into; 1 when it was not.</summary>
    int ShardCount => 1;

    /// <summary>
    /// Counts a check and goes on. One that does not hold is no failure of a request: the iteration counts as failed with class <c>check</c> when it has ended.
    /// Allocates nothing while checks hold.
    /// </summary>
    /// <param name="name">Checks of one name are one row of the report. Do not put ids into it.</param>
    /// <param name="holds">Whether it holds.</param>
    /// <returns>The same as <paramref name="holds"/>, so that the iteration can decide what follows.</returns>
    bool Check(string name, bool holds)
    {
        ArgumentNullException.ThrowIfNull(name);
        ((Hosting.IMetricSink)this).Check("", name, holds);
        return holds;
    }

    /// <summary>
    /// A secret by its name: the variable of that name (or <c>API_TOKEN</c> for <c>api-token</c>) of the environment or of <c>--env-file</c>, or the
    /// file that the variable <c>NAME_FILE</c> names. It is kept out of records, reports, traces and logs, in whatever form the target sends it back.
    /// Name it in <see cref="ScenarioProps.WithSecrets"/>, too: then one that is missing is told before any load.
    /// </summary>
    /// <exception cref="Exception">There is no secret of this name.</exception>
    string Secret(string name) => throw new NotSupportedException("This context has no secrets.");

    /// <summary>Stops one scenario; the others go on. The run's record says why.</summary>
    void StopScenario(string scenarioName, string reason);

    /// <summary>Ends the run gracefully. The run's record says why.</summary>
    void StopCurrentTest(string reason);
}

/// <summary>What <c>WithInit</c> and <c>WithClean</c> see.</summary>
public interface IScenarioInitContext
{
    /// <summary>The scenario's name.</summary>
    string ScenarioName { get; }

    /// <summary>Address of the target.</summary>
    Uri BaseAddress { get; }

    /// <summary>A client on the target for preparation. Its requests are not recorded.</summary>
    HttpClient HttpClient { get; }

    /// <summary>Settings of the suite's <c>settings:</c> section.</summary>
    IReadOnlyDictionary<string, string> Settings { get; }

    /// <summary>Folder of the suite's file: what a setting that names a file starts from, as in <c>Path.Combine(context.SuiteDirectory, "users.csv")</c>.</summary>
    /// <value>The working directory, where there is no suite.</value>
    string SuiteDirectory => Environment.CurrentDirectory;

    /// <inheritdoc cref="IScenarioContext.Secret"/>
    string Secret(string name) => throw new NotSupportedException("This context has no secrets.");

    /// <summary>The plan's seed.</summary>
    long Seed { get; }

    /// <summary>Writes to the run's log.</summary>
    IScenarioLogger Logger { get; }

    /// <summary>Cancelled when the run is interrupted.</summary>
    CancellationToken CancellationToken { get; }
}

/// <summary>Identity of a scenario and of the virtual user that runs it.</summary>
public sealed record ScenarioInfo
{
    /// <summary>The scenario's name.</summary>
    public required string ScenarioName { get; init; }

    /// <summary>Unique name of the virtual user: scenario, then number.</summary>
    public required string InstanceId { get; init; }

    /// <summary>Number of the virtual user within its phase, from 0, over all scenarios and shards.</summary>
    public required int InstanceNumber { get; init; }

    /// <summary>The virtual user's context, so that a data feed finds the iteration. Null when it was not made by the engine.</summary>
    internal IScenarioContext? Context { get; init; }
}

/// <summary>A log with the four levels that scenarios need; templates as in Serilog.</summary>
public interface IScenarioLogger
{
    /// <summary>For the scenario's author.</summary>
    void Debug(string messageTemplate, params object?[] values);

    /// <summary>What happened.</summary>
    void Information(string messageTemplate, params object?[] values);

    /// <summary>Worth a look.</summary>
    void Warning(string messageTemplate, params object?[] values);

    /// <summary>Went wrong.</summary>
    void Error(string messageTemplate, params object?[] values);
}
