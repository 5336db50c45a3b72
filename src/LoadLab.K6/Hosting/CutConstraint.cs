using Jint;
using LoadLab.K6.State;

namespace LoadLab.K6.Hosting;

/// <summary>Looks every few statements, and after each call of the host, whether the iteration was cut off.</summary>
internal sealed class CutConstraint(UserState user) : Constraint
{
    /// <summary>It reads a flag that another thread sets: to look less often only notices it a little later.</summary>
    public override bool IsAmortizable => true;

    public override void Check() => user.ThrowIfCut();

    public override void Reset()
    {
    }
}
