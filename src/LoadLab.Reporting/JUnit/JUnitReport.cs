using LoadLab.Core.Gate;
using LoadLab.Core.Running;
using LoadLab.Core.Text;
using LoadLab.Reporting.Figures;

namespace LoadLab.Reporting.JUnit;

/// <summary>A gate as JUnit XML, for the test view of a pipeline.</summary>
public sealed class JUnitReport : TextReport<GateResult>, IRefusalReport
{
    /// <inheritdoc/>
    public override string Name => "junit";

    /// <inheritdoc/>
    public override string Summary => "Write a JUnit XML report into this file.";

    /// <inheritdoc/>
    public override string FileName => "gate.xml";

    /// <inheritdoc/>
    protected override string Compose(GateResult subject) => JUnitText.Of(subject);

    /// <inheritdoc/>
    public string Text(GateRefusal refusal)
    {
        ArgumentNullException.ThrowIfNull(refusal);
        return PlainText.Whole(JUnitRefusal.Of(refusal));
    }
}
