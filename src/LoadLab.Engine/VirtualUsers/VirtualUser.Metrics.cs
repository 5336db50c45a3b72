using LoadLab.Engine.Recording;
using LoadLab.Sdk;

namespace LoadLab.Engine.VirtualUsers;

/// <summary>Metrics and checks of its iterations. Those that are not measured, or that were given up, count nothing.</summary>
internal sealed partial class VirtualUser
{
    private string? _failedCheck;
    private bool _isWithdrawn;

    public int ShardIndex => _phase.Shard.Index;

    public int ShardCount => _phase.Shard.Count;

    public void Record(Metric metric, string tag, double value)
    {
        if (_measured && Volatile.Read(ref _running) != Abandoned && _phase.Metrics.Takes(metric, tag, value))
        {
            Record(_phase.Metrics.IndexOf(metric, tag), metric.Type == MetricType.Trend, value, _phase.Time.GetTimestamp());
        }
    }

    public void Check(string group, string name, bool holds)
    {
        group = group.Length == 0 ? GroupPath : group;
        if (!holds)
        {
            _failedCheck ??= name;
        }

        _phase.Trace?.OnCheck(Scenario.Props.Name, group, name, holds);
        if (_measured && Volatile.Read(ref _running) != Abandoned)
        {
            Record(_phase.Metrics.IndexOf(group, name), isTrend: false, holds ? 1 : 0, _phase.Time.GetTimestamp());
        }
    }

    private void Record(int index, bool isTrend, double value, long now)
    {
        if (index != MetricTable.None)
        {
            _phase.Recorder.Metric(index, isTrend, value, now);
        }
    }
}
