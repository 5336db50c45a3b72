using LoadLab.Core.Gate;

namespace LoadLab.Core.Running;

/// <summary>A report of a gate that can also say that there was no decision. One that cannot would leave the file of an earlier gate in its place.</summary>
public interface IRefusalReport
{
    /// <summary>The text.</summary>
    string Text(GateRefusal refusal);
}
