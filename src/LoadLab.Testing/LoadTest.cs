using LoadLab.Core.Text;
using LoadLab.Sdk;

namespace LoadLab.Testing;

/// <summary>
/// A load test, as it is described: which load, at which target, judged by what. Immutable: each method returns a new one. <see cref="RunAsync"/> makes it.
/// </summary>
/// <example>
/// <code>
/// var result = await LoadTest.FromSuite("shop").WithOutput(output.WriteLine).RunAsync();
/// result.ShouldBeGo();
/// </code>
/// </example>
public sealed class LoadTest
{
    private readonly LoadTestOptions _options;

    private LoadTest(LoadTestOptions options) => _options = options;

    /// <summary>The load of a suite, judged by its catalogue.</summary>
    /// <param name="nameOrPath">
    /// A name of <c>scenarios/suites</c>, or the path of a .yaml file or a k6 script; a path starts from the project's root, which a <c>loadlab.yaml</c> marks.
    /// </param>
    public static LoadTest FromSuite(string nameOrPath)
    {
        ArgumentException.ThrowIfNullOrEmpty(nameOrPath);
        return new LoadTest(new LoadTestOptions { Suite = nameOrPath });
    }

    /// <summary>
    /// A scenario in code, with the load of <see cref="WithLoad"/> or of its own <c>WithLoadSimulations</c>, judged by <see cref="Expect"/>, its own
    /// <c>WithThresholds</c>, and the catalogue of <see cref="JudgedBy"/>.
    /// </summary>
    /// <param name="scenario">The scenario.</param>
    public static LoadTest Of(ScenarioProps scenario)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        return new LoadTest(new LoadTestOptions { Suite = scenario.Name, Scenario = scenario });
    }

    /// <summary>Load in code, in order: <c>Simulation.Inject(50, second, during)</c>. For scenarios in code; a suite has its own.</summary>
    /// <exception cref="InvalidOperationException">The load is a suite's.</exception>
    public LoadTest WithLoad(params LoadSimulation[] parts) => WithScenario(scenario => scenario.WithLoadSimulations(parts), nameof(WithLoad));

    /// <summary>Leaves the first part of the load out of every figure. For scenarios in code.</summary>
    /// <exception cref="InvalidOperationException">The load is a suite's.</exception>
    public LoadTest WithWarmUp(TimeSpan duration) => WithScenario(scenario => scenario.WithWarmUpDuration(duration), nameof(WithWarmUp));

    /// <summary>SLOs in code: <c>Threshold.ResponseTime(95, limit)</c>, <c>Threshold.ErrorRatio(0.01)</c>. Added to those that the scenario has. For scenarios in code.</summary>
    /// <exception cref="InvalidOperationException">The load is a suite's.</exception>
    public LoadTest Expect(params Threshold[] limits) => WithScenario(scenario => scenario.WithThresholds([.. scenario.Thresholds, .. limits]), nameof(Expect));

    /// <summary>The SLO catalogue, by name or by the path of a .yaml file, for a scenario in code. A suite names its own; <c>Set("catalogue", …)</c> changes it.</summary>
    /// <exception cref="InvalidOperationException">The load is a suite's.</exception>
    public LoadTest JudgedBy(string catalogue) => _options.Scenario is null ? throw OfSuite(nameof(JudgedBy)) : With(_options with { Catalogue = catalogue });

    /// <summary>The target's address. It runs already, in this process or anywhere else.</summary>
    /// <exception cref="ArgumentException">It is no whole address of <c>http</c> or <c>https</c>.</exception>
    public LoadTest Against(Uri address)
    {
        ArgumentNullException.ThrowIfNull(address);
        return address is { IsAbsoluteUri: true, Scheme: "http" or "https" } ? With(_options with { Address = address, Stack = "external" }) : throw NoTarget(address.OriginalString);
    }

    /// <summary>The target's address, as text: <c>http://127.0.0.1:8080</c>.</summary>
    /// <exception cref="ArgumentException">It is no whole address of <c>http</c> or <c>https</c>.</exception>
    public LoadTest Against(string address) => Uri.TryCreate(address, UriKind.Absolute, out var whole) ? Against(whole) : throw NoTarget(address);

    /// <summary>
    /// The target that a client has as its base address: that of a <c>WebApplicationFactory</c> after <c>UseKestrel()</c> and <c>StartServer()</c>, or of an
    /// Aspire resource. A factory without Kestrel has no sockets, and nothing could be measured at it.
    /// </summary>
    /// <exception cref="ArgumentException">It has no base address.</exception>
    public LoadTest Against(HttpClient client)
    {
        ArgumentNullException.ThrowIfNull(client);
        return Against(client.BaseAddress ?? throw new ArgumentException("The client has no BaseAddress. Give the target's address.", nameof(client)));
    }

    /// <summary>Starts the stack of the suite and takes it down after the run.</summary>
    /// <param name="kind"><c>containers</c> (Testcontainers), <c>processes</c>, or <c>auto</c>.</param>
    public LoadTest OnStack(string kind) => With(_options with { Stack = kind, Address = null });

    /// <summary>Lets LoadLab look into the target's servers while it loads, as connection strings or URLs; null leaves one out.</summary>
    /// <param name="postgres">Its Postgres.</param>
    /// <param name="redis">Its Redis.</param>
    /// <param name="metricsPath">The path of its Prometheus metrics: <c>/metrics</c>.</param>
    public LoadTest Watching(string? postgres = null, string? redis = null, string? metricsPath = null) =>
        With(_options with { Postgres = postgres ?? _options.Postgres, Redis = redis ?? _options.Redis, MetricsPath = metricsPath ?? _options.MetricsPath });

    /// <summary>Changes one value of the suite by its dotted path, as <c>--set</c> does: <c>Set("phases.steady.rate", "100/s")</c>, <c>Set("settings.path", "/")</c>.</summary>
    public LoadTest Set(string key, string value) => With(_options with { Overrides = [.. _options.Overrides, new(key, value)] });

    /// <summary>Variables that suite and catalogue may name, from a file such as <c>.env</c>; a relative path starts from the project's root.</summary>
    public LoadTest WithEnvironmentFile(string path) => With(_options with { EnvironmentFiles = [.. _options.EnvironmentFiles, path] });

    /// <summary>Another seed than the suite's.</summary>
    public LoadTest WithSeed(long seed) => With(_options with { Seed = seed });

    /// <summary>A label of the run, which lists and comparisons can filter by.</summary>
    public LoadTest WithLabel(string name, string value) => With(_options with { Labels = new Dictionary<string, string>(_options.Labels) { [name] = value } });

    /// <summary>
    /// Makes a run that the machine disturbed again, at most so often: one whose generator was late or stood still, or whose CPU others took. What the
    /// target did is never a reason.
    /// </summary>
    /// <param name="most">1 to 20.</param>
    public LoadTest WithAttempts(int most)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(most, 20);
        return With(_options with { Attempts = most });
    }

    /// <summary>
    /// Where progress and the verdict table go, a line a call: <c>ITestOutputHelper.WriteLine</c> of xunit, <c>TestContext.Out.WriteLine</c> of NUnit,
    /// <c>TestContext.WriteLine</c> of MSTest.
    /// </summary>
    /// <value>The console.</value>
    public LoadTest WithOutput(Action<string> line) => With(_options with { Output = line });

    /// <summary>Where runs and reports are kept; a relative path starts from the project's root.</summary>
    /// <value><c>results</c> of the project.</value>
    public LoadTest KeepingResultsIn(string folder) => With(_options with { Results = folder });

    /// <summary>
    /// Makes the run, judges it and writes its report. It does not throw for what the run says: ask the result. One run at a time in a process: others wait.
    /// </summary>
    /// <exception cref="LoadTestNotMadeException">Suite, catalogue, scenario or target are not right, and no load was sent.</exception>
    public Task<LoadTestResult> RunAsync(CancellationToken cancellationToken = default) => new LoadTestRunner(_options).RunAsync(cancellationToken);

    /// <summary>The same, seen by an observer, and with the stack told when it is up.</summary>
    internal LoadTest Observed(Core.Running.IRunObserver observer, Action<Core.Running.IStack>? onStack = null) => With(_options with { Observer = observer, StackStarted = onStack });

    private LoadTest WithScenario(Func<ScenarioProps, ScenarioProps> change, string method) =>
        _options.Scenario is { } scenario ? With(_options with { Scenario = change(scenario) }) : throw OfSuite(method);

    private static LoadTest With(LoadTestOptions options) => new(options);

    private static ArgumentException NoTarget(string? address) =>
        new($"'{SecretText.UnreadableAddress(address ?? "")}' is no address of a target. Write one such as http://127.0.0.1:8080, with its http:// or https://.", nameof(address));

    private static InvalidOperationException OfSuite(string method) =>
        new($"{method} is for scenarios in code (LoadTest.Of). A suite says its load and its SLOs itself; Set(\"phases.NAME.KEY\", \"VALUE\") changes it.");
}
