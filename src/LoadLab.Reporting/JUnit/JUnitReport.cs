using LoadLab.Core.Gate;
using LoadLab.Reporting.Figures;

namespace LoadLab.Reporting.JUnit;

/// <summary>A gate as JUnit XML, for the test view of a pipeline.</summary>
public sealed class JUnitReport : TextReport<GateResult>
{
    /// <inheritdoc/>
    public override string Name => "junit";

    /// <inheritdoc/>
    public override string Summary => "Write a JUnit XML report into this file.";

    /// <inheritdoc/>
    public override string FileName => "gate.xml";

    /// <inheritdoc/>
    public override string Text(GateResult subject) => JUnitText.Of(subject);
}
