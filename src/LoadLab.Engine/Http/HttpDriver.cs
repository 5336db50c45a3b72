using LoadLab.Core.Measurement;
using LoadLab.Core.Running;
using LoadLab.Core.Runs;
using LoadLab.Core.Tls;
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
        var tls = IsWithoutAnyAnswer(result) ? await TlsDiagnosis.FindAsync(target.Address, stop).ConfigureAwait(false) : null;

        // The scenario's connections are its own, and the phase's clients send nothing. There is one phase.
        return result with { Phases = [.. result.Phases.Select(phase => Explained(phase, tls) with { Connections = scenario.Counts, Parts = scenario.Parts })] };
    }

    /// <summary>The check before the load may have been left out; then a port that speaks TLS to which http is spoken shows itself only now.</summary>
    private bool IsWithoutAnyAnswer(LoadResult result) => target.Address.Scheme == Uri.UriSchemeHttp && result.Phases.All(phase =>
        phase.Whole.Ok == 0 && phase.Failures.Count > 0 && phase.Failures.All(failure => failure.Class is ResultClasses.Reset or ResultClasses.Protocol));

    private static PhaseResult Explained(PhaseResult phase, TlsFailedException? tls) => tls is null ? phase : phase with
    {
        Failures = [.. phase.Failures.Select(failure => failure with { Message = $"{failure.Message} {Sentence(tls)}" })],
        FailureSamples = phase.FailureSamples.ToDictionary(sample => sample.Key, sample => $"{sample.Value} {Sentence(tls)}"),
    };

    private static string Sentence(TlsFailedException tls) => $"{char.ToUpperInvariant(tls.Message[0])}{tls.Message[1..]}. {tls.Advice}";
}
