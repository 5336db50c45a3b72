using LoadLab.Core.Gate;
using LoadLab.Reporting.Figures;

namespace LoadLab.Reporting.Markdown;

/// <summary>A gate as a short comment on a pull request.</summary>
public sealed class CommentReport : TextReport<GateResult>
{
    /// <inheritdoc/>
    public override string Name => "comment";

    /// <inheritdoc/>
    public override string Summary => "Write a short Markdown comment for a pull request into this file.";

    /// <inheritdoc/>
    public override string FileName => "gate.md";

    /// <inheritdoc/>
    public override string Text(GateResult subject) => GateMarkdown.Comment(subject);
}
