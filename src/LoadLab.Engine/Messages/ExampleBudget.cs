using LoadLab.Sdk;

namespace LoadLab.Engine.Messages;

/// <summary>
/// How many failures of one request are kept in full: a few of each kind a second, the first of them among these, so that a target that fails all requests costs
/// no more. Thread-safe.
/// </summary>
internal sealed class ExampleBudget
{
    private const int PerSecond = 10;

    /// <summary>The first digit of a status.</summary>
    private const int StatusClasses = 10;

    private readonly int[] _left = new int[StatusClasses + Enum.GetValues<FailureKind>().Length];
    private readonly long[] _seconds = new long[StatusClasses + Enum.GetValues<FailureKind>().Length];

    /// <summary>True when an answer with this status is kept.</summary>
    public bool Allows(int status) => Take(Math.Clamp(status / 100, 0, StatusClasses - 1));

    /// <summary>True when a failure without an answer is kept.</summary>
    public bool Allows(FailureKind kind) => Take(StatusClasses + (int)kind);

    private bool Take(int kind)
    {
        // Never 0, so that the first second is a new one.
        var second = (Environment.TickCount64 / 1000) + 1;
        if (Volatile.Read(ref _seconds[kind]) != second && Interlocked.Exchange(ref _seconds[kind], second) != second)
        {
            Volatile.Write(ref _left[kind], PerSecond);
        }

        return Volatile.Read(ref _left[kind]) > 0 && Interlocked.Decrement(ref _left[kind]) >= 0;
    }
}
