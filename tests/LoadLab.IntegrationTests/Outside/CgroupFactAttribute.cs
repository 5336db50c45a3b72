namespace LoadLab.IntegrationTests.Outside;

/// <summary>A test that makes a cgroup of version 1, which few machines allow.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class CgroupFactAttribute : FactAttribute
{
    internal const string Top = "/sys/fs/cgroup/cpu";

    public CgroupFactAttribute()
    {
        if (!IsAllowed())
        {
            Skip = $"This machine lets this user make no cgroup in {Top}.";
        }
    }

    private static bool IsAllowed()
    {
        var probe = Path.Combine(Top, $"loadlab-try-{Guid.NewGuid():N}");
        try
        {
            if (!File.Exists(Path.Combine(Top, "cgroup.procs")))
            {
                return false;
            }

            Directory.CreateDirectory(probe);
            var isAllowed = File.Exists(Path.Combine(probe, "cpu.cfs_quota_us"));
            Directory.Delete(probe);
            return isAllowed;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
