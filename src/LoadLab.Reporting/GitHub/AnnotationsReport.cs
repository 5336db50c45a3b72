using LoadLab.Core.Gate;
using LoadLab.Core.Running;
using LoadLab.Reporting.Figures;

namespace LoadLab.Reporting.GitHub;

/// <summary>A gate as workflow commands, a line each; empty for a GO.</summary>
public sealed class AnnotationsReport : TextReport<GateResult>, IRefusalReport
{
    /// <inheritdoc/>
    public override string Name => "annotations";

    /// <inheritdoc/>
    public override string Summary => "Annotations of a GitHub job.";

    /// <inheritdoc/>
    public override string FileName => "annotations.txt";

    /// <inheritdoc/>
    protected override string Compose(GateResult subject) => string.Join('\n', Annotations.Of(subject));

    /// <inheritdoc/>
    public string Text(GateRefusal refusal)
    {
        ArgumentNullException.ThrowIfNull(refusal);
        return Annotations.Of(refusal);
    }
}
