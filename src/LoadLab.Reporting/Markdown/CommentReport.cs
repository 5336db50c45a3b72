using LoadLab.Core.Gate;
using LoadLab.Core.Running;
using LoadLab.Core.Text;
using LoadLab.Reporting.Figures;

namespace LoadLab.Reporting.Markdown;

/// <summary>A gate as a short comment on a pull request.</summary>
public sealed class CommentReport : TextReport<GateResult>, IRefusalReport
{
    /// <inheritdoc/>
    public override string Name => "comment";

    /// <inheritdoc/>
    public override string Summary => "Write a short Markdown comment for a pull request into this file.";

    /// <inheritdoc/>
    public override string FileName => "gate.md";

    /// <inheritdoc/>
    protected override string Compose(GateResult subject) => GateMarkdown.Comment(subject);

    /// <inheritdoc/>
    public string Text(GateRefusal refusal)
    {
        ArgumentNullException.ThrowIfNull(refusal);
        return PlainText.Whole(GateMarkdown.Refused(refusal));
    }
}
