using System.Globalization;
using LoadLab.Core.Cgroups;
using LoadLab.Core.Measurement;

namespace LoadLab.Stacks.Probes;

/// <summary>How often a part of the stack ran into the CPU quota of its own cgroup. One that shares LoadLab's quota is told of there. Not thread-safe.</summary>
/// <param name="role">The part.</param>
/// <param name="root"><c>/</c>, or a copy of its files in a test.</param>
internal sealed class PartThrottling(string role, string root = "/")
{
    private readonly CpuLimit _own = CpuLimit.Of(root: root);
    private int _process;
    private CpuLimit? _limit;
    private IReadOnlyList<Throttling>? _last;
    private Throttling _sum;

    /// <summary>Takes a sample of its process.</summary>
    public void Sample(int processId)
    {
        if (_process != processId)
        {
            (_process, _last) = (processId, null);
            _limit = CpuLimit.Of(processId, root) is { Cores: not null } limit && !limit.IsSameAs(_own) ? limit : null;
        }

        if (_limit?.Count() is not { } now)
            return;
        var rise = _last is null ? default : Throttling.Between(_last, now);
        _sum = new Throttling(_sum.Periods + rise.Periods, _sum.Throttled + rise.Throttled);
        _last = now;
    }

    /// <summary>What is to be said of it; null without a quota.</summary>
    public Finding? Finding() => _limit?.Cores is not { } cores ? null : new(
        "cpu-quota-" + role,
        _sum.Throttled > 0 ? FindingSeverity.Warning : FindingSeverity.Info,
        string.Create(CultureInfo.InvariantCulture, $"{role} may use {cores:0.##} cores (its cgroup's CPU quota), and was stopped by it in {_sum.Throttled:#,0} of {_sum.Periods:#,0} periods"),
        "none, unless it is limited so in production too",
        _sum.Throttled > 0 ? $"Where {role} has more CPU in production, give it as much here: what it can take is limited by the quota, not by the machine." : "");
}
