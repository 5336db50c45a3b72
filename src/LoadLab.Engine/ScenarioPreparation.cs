using LoadLab.Core;
using LoadLab.Core.Measurement;
using LoadLab.Core.Running;
using LoadLab.Core.Text;
using LoadLab.Engine.Clients;
using LoadLab.Engine.Connections;
using LoadLab.Sdk;

namespace LoadLab.Engine;

/// <summary>Runs the scenarios' init and clean.</summary>
internal sealed class ScenarioPreparation(LoadRequest request, SecretSource secrets, IScenarioLogger logger, CancellationToken stop) : IDisposable
{
    private readonly HttpClient _client = new(EngineHandler.Create(new ConnectionCounter(), request.Clock.Time, maxConnections: 16)) { BaseAddress = request.BaseAddress };

    /// <exception cref="LoadLabException">An init threw: exit code 107.</exception>
    public async Task InitAsync(IEnumerable<ScenarioProps> scenarios)
    {
        foreach (var scenario in scenarios)
        {
            try
            {
                await (scenario.Init?.Invoke(Context(scenario)) ?? Task.CompletedTask).ConfigureAwait(false);
            }
            catch (Exception fault) when (!stop.IsCancellationRequested)
            {
                throw new LoadLabException(
                    ExitCode.ScenarioInitFailed,
                    $"Scenario '{scenario.Name}' failed in its init: {fault.Message}",
                    "Nothing was measured. Mend the init, or what it needs.",
                    fault);
            }
        }
    }

    /// <summary>Cleans that failed: what was measured stands, and what they had to take away may be there still.</summary>
    public List<Finding> Findings { get; } = [];

    /// <summary>Runs every clean; a fault in one is told and keeps none of the others from running.</summary>
    public async Task CleanAsync(IEnumerable<ScenarioProps> scenarios)
    {
        foreach (var scenario in scenarios)
        {
            try
            {
                await (scenario.Clean?.Invoke(Context(scenario)) ?? Task.CompletedTask).ConfigureAwait(false);
            }
            catch (Exception fault)
            {
                logger.Error("Scenario {Name} failed in its clean: {Message}", scenario.Name, fault.Message);
                Findings.Add(new Finding(
                    "scenario-clean", FindingSeverity.Warning, $"scenario '{scenario.Name}' failed in its clean: {fault.Message}", "a clean (of a k6 script: teardown) that ends",
                    "What it had to take away may still be there: look, before the next run. The figures are not touched by it."));
            }
        }
    }

    public void Dispose() => _client.Dispose();

    private InitContext Context(ScenarioProps scenario) => new(scenario.Name, request, secrets, _client, logger, stop);

    private sealed record InitContext(
        string ScenarioName, LoadRequest Request, SecretSource Secrets, HttpClient HttpClient, IScenarioLogger Logger, CancellationToken CancellationToken) : IScenarioInitContext
    {
        public Uri BaseAddress => Request.BaseAddress;

        public IReadOnlyDictionary<string, string> Settings => Request.Plan.Settings;

        public string SuiteDirectory => Request.Plan.SuiteDirectory.Length > 0 ? Request.Plan.SuiteDirectory : Environment.CurrentDirectory;

        public string Secret(string name) => Secrets.Get(name);

        public long Seed => Request.Plan.Seed;
    }
}
