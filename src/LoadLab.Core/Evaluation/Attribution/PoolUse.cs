namespace LoadLab.Core.Evaluation.Attribution;

/// <summary>How full a pool of connections is. The rule that names a cause and the figures that charts draw share it, so that neither says what the other denies. Pure.</summary>
internal static class PoolUse
{
    /// <summary>Wanted connections as a share of the pool: those in use, and the requests that wait for one. Above 1 there are fewer than are wanted.</summary>
    public static double Ratio(double used, double waiting, double most) => (used + waiting) / most;

    /// <summary>
    /// Requests wait, and nearly all connections are in use or more are wanted than there are, whatever a sample shows in use: connections that are being opened or handed over are in
    /// no request's hands.
    /// </summary>
    public static bool IsFull(double used, double waiting, double most) =>
        most > 0 && waiting >= 1 && (used >= BottleneckLimits.PoolFull * most || waiting >= most || Ratio(used, waiting, most) > 1);
}
