using LoadLab.Core.Measurement;
using LoadLab.Core.Running;
using LoadLab.Core.Runs;

namespace LoadLab.Stacks.Probes;

/// <summary>Measures nothing: it says at the end of a run why the stack had no mail server. The finding has the measure's name, so that a row on it can give the reason.</summary>
/// <param name="seen">What is missing.</param>
/// <param name="advice">What gets it.</param>
internal sealed class NoMailProbe(string seen, string advice) : IProbe
{
    /// <inheritdoc/>
    public string Name => "email";

    /// <inheritdoc/>
    public IReadOnlyList<Measure> Measures => [];

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<double>> SampleAsync(CancellationToken cancellationToken) => ValueTask.FromResult<IReadOnlyList<double>>([]);

    /// <inheritdoc/>
    public ValueTask<ProbeSummary> SummarizeAsync(CancellationToken cancellationToken) => ValueTask.FromResult(new ProbeSummary(
        [], [new Finding(MeasureNames.EmailDeliveryTime, FindingSeverity.Info, seen, "an SMTP server, so that the LMS sends mail and rows on e-mail are measured", advice)]));

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
