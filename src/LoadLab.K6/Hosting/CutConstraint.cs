using Jint;
using LoadLab.K6.State;

namespace LoadLab.K6.Hosting;

/// <summary>Looks between statements whether the iteration was cut off.</summary>
internal sealed class CutConstraint(UserState user) : Constraint
{
    public override void Check() => user.ThrowIfCut();

    public override void Reset()
    {
    }
}
