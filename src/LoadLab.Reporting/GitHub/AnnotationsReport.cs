using LoadLab.Core.Gate;
using LoadLab.Reporting.Figures;

namespace LoadLab.Reporting.GitHub;

/// <summary>A gate as workflow commands, a line each; empty for a GO.</summary>
public sealed class AnnotationsReport : TextReport<GateResult>
{
    /// <inheritdoc/>
    public override string Name => "annotations";

    /// <inheritdoc/>
    public override string Summary => "Annotations of a GitHub job.";

    /// <inheritdoc/>
    public override string FileName => "annotations.txt";

    /// <inheritdoc/>
    public override string Text(GateResult subject) => string.Join('\n', Annotations.Of(subject));
}
