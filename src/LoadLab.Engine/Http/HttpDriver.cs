using LoadLab.Core.Measurement;
using LoadLab.Core.Running;
using LoadLab.Engine.Messages;
using LoadLab.Sdk;

namespace LoadLab.Engine.Http;

/// <summary>Drives one HTTP request over and over: the engine with the scenario <see cref="HttpScenario"/>, whose connections it counts.</summary>
public sealed class HttpDriver(HttpTarget target) : ILoadDriver
{
    private readonly LoadEngine _engine = new();

    /// <inheritdoc/>
    public async Task<LoadResult> RunAsync(LoadRequest request, ILoadObserver observer, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(request);
        using var scenario = new HttpScenario(target, request.Clock.Time);
        IReadOnlyList<ScenarioProps> scenarios = [scenario.Props];
        var result = await _engine.RunAsync(request with { Scenarios = scenarios }, observer, stop).ConfigureAwait(false);

        // The scenario's connections are its own, and the phase's clients send nothing. There is one phase.
        return result with { Phases = [.. result.Phases.Select(phase => phase with { Connections = scenario.Counts })] };
    }
}
