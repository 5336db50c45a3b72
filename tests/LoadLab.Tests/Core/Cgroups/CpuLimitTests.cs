using LoadLab.Core.Cgroups;

namespace LoadLab.Tests.Core.Cgroups;

/// <summary>Trees of files as the kernel shows them.</summary>
public sealed class CpuLimitTests : IDisposable
{
    private const string Version2 = "35 24 0:31 / /sys/fs/cgroup rw,nosuid - cgroup2 cgroup2 rw,nsdelegate";
    private const string Version1 = "32 31 0:29 / /sys/fs/cgroup/cpu,cpuacct rw,relatime shared:9 - cgroup cgroup rw,cpu,cpuacct\n41 31 0:38 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw";
    private readonly string _root = Directory.CreateTempSubdirectory("loadlab-cgroup-test-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void Version_2_is_read_at_the_process_and_at_all_above_it()
    {
        Write("proc/self/mountinfo", Version2);
        Write("proc/self/cgroup", "0::/system.slice/app.service/worker");
        Write("sys/fs/cgroup/system.slice/app.service/worker/cpu.max", "max 100000");
        Write("sys/fs/cgroup/system.slice/app.service/cpu.max", "40000 100000");
        Write("sys/fs/cgroup/system.slice/app.service/cpu.stat", "usage_usec 1\nnr_periods 253\nnr_throttled 95\nthrottled_usec 12");
        Write("sys/fs/cgroup/system.slice/cpu.max", "150000 100000");
        Write("sys/fs/cgroup/system.slice/cpu.stat", "nr_periods 9\nnr_throttled 1");

        var limit = CpuLimit.Of(root: _root);

        limit.Cores.Should().Be(0.4);
        limit.Count().Should().Equal(new Throttling(253, 95), new Throttling(9, 1));
    }

    [Fact]
    public void Version_1_is_read_where_the_cpu_controller_is_mounted()
    {
        Write("proc/self/mountinfo", Version1);
        Write("proc/self/cgroup", "3:memory:/elsewhere\n2:cpu,cpuacct:/limited/inner\n0::/");
        Write("sys/fs/cgroup/cpu,cpuacct/limited/inner/cpu.cfs_quota_us", "-1");
        Write("sys/fs/cgroup/cpu,cpuacct/limited/inner/cpu.cfs_period_us", "100000");
        Write("sys/fs/cgroup/cpu,cpuacct/limited/cpu.cfs_quota_us", "25000");
        Write("sys/fs/cgroup/cpu,cpuacct/limited/cpu.cfs_period_us", "50000");
        Write("sys/fs/cgroup/cpu,cpuacct/limited/cpu.stat", "nr_periods 21\nnr_throttled 20\nthrottled_time 504474435");

        var limit = CpuLimit.Of(root: _root);

        limit.Cores.Should().Be(0.5);
        limit.Count().Should().Equal(new Throttling(21, 20));
    }

    [Theory]
    [InlineData("/docker/abc", "0::/docker/abc", 0.5)] // No namespace: the mount shows the container's own cgroup as its top.
    [InlineData("/docker/abc", "0::/docker/abc/inner", 0.25)]
    [InlineData("/", "0::/", 0.5)] // A namespace.
    [InlineData("/", "0::/../other", null)] // Another one's: not to be seen.
    public void In_a_container_the_top_is_its_own(string mountRoot, string cgroup, double? expected)
    {
        Write("proc/self/mountinfo", $"35 24 0:31 {mountRoot} /sys/fs/cgroup\\040x rw - cgroup2 cgroup2 rw");
        Write("proc/7/cgroup", cgroup);
        Write("sys/fs/cgroup x/cpu.max", "50000 100000");
        Write("sys/fs/cgroup x/inner/cpu.max", "25000 100000");

        CpuLimit.Of(7, _root).Cores.Should().Be(expected);
    }

    [Fact]
    public void Without_a_quota_there_is_none()
    {
        Write("proc/self/mountinfo", Version2);
        Write("proc/self/cgroup", "0::/app");
        Write("sys/fs/cgroup/app/cpu.max", "max 100000");
        Write("sys/fs/cgroup/cpu.stat", "nr_periods 5");

        CpuLimit.Of(root: _root).Cores.Should().BeNull();
        CpuLimit.Of(root: _root).Count().Should().BeEmpty();
        CpuLimit.Of(root: Path.Combine(_root, "nothing")).Cores.Should().BeNull();
    }

    [Fact]
    public void What_was_stopped_most_is_told() => Throttling.Between([new(10, 0), new(100, 50)], [new(20, 9), new(110, 51)]).Should().Be(new Throttling(10, 9));

    private void Write(string path, string text)
    {
        var full = Path.Combine(_root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text + "\n");
    }
}
