namespace LoadLab.Engine.Tracing;

/// <summary>Keeps the slowest of many requests. Its memory does not depend on how many there were. Not thread-safe.</summary>
/// <param name="most">So many are kept.</param>
internal sealed class SlowestTimes(int most)
{
    private readonly List<(TracePlace Place, TracedTime Time)> _kept = new(most);
    private int _fastest;

    public IReadOnlyList<(TracePlace Place, TracedTime Time)> Kept => _kept;

    public void Offer(TracePlace place, TracedTime time)
    {
        if (_kept.Count < most)
        {
            _kept.Add((place, time));
        }
        else if (time.Ticks > _kept[_fastest].Time.Ticks)
        {
            _kept[_fastest] = (place, time);
        }
        else
        {
            return;
        }

        for (var i = _fastest = 0; i < _kept.Count; i++)
        {
            _fastest = _kept[i].Time.Ticks < _kept[_fastest].Time.Ticks ? i : _fastest;
        }
    }
}
