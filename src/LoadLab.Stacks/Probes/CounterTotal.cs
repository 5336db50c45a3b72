namespace LoadLab.Stacks.Probes;

/// <summary>
/// A counter of a server as a total that never falls. Where the counter began anew, it goes on from what was counted; where entries were dropped from it, which is
/// no new beginning, it stands still at the least. Not thread-safe.
/// </summary>
internal sealed class CounterTotal
{
    private double _last = double.NaN;
    private double _sum = double.NaN;

    /// <summary>Takes a reading.</summary>
    /// <param name="now">The counter; NaN for none.</param>
    /// <param name="isReset">True when it is known to have begun anew since the last reading.</param>
    /// <param name="isDropped">True when entries are known to have been dropped from it since.</param>
    /// <returns>The total; NaN for none.</returns>
    public double Add(double now, bool isReset = false, bool isDropped = false)
    {
        if (double.IsNaN(now))
            return double.NaN;
        var rise = isReset ? now : isDropped ? Math.Max(0, now - _last) : now < _last ? now : now - _last;
        _sum = double.IsNaN(_last) ? now : _sum + rise;
        _last = now;
        return _sum;
    }
}
