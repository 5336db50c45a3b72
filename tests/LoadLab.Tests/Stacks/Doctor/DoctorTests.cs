using System.Text.Json;
using LoadLab.Cli.Terminal;
using LoadLab.Stacks.Doctor;

namespace LoadLab.Tests.Stacks.Doctor;

public sealed class DoctorTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("loadlab-doctor-test-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Theory]
    [InlineData("cpu-limit", "sys/fs/cgroup/cpu.max", "150000 100000", "Warn", "the cgroup allows 1.5 of 4 cores")]
    [InlineData("cpu-limit", "sys/fs/cgroup/cpu.max", "max 100000", "Ok", "none")]
    [InlineData("cpu-governor", "sys/devices/system/cpu/cpu0/cpufreq/scaling_governor", "powersave\n", "Warn", "powersave")]
    [InlineData("cpu-governor", "sys/devices/system/cpu/cpu0/cpufreq/scaling_governor", "performance\n", "Ok", "performance")]
    [InlineData("clock", "sys/devices/system/clocksource/clocksource0/current_clocksource", "hpet\n", "Warn", "hpet")]
    [InlineData("clock", "sys/devices/system/clocksource/clocksource0/current_clocksource", "tsc\n", "Ok", "tsc")]
    [InlineData("memory", "proc/meminfo", "MemTotal: 8000000 kB\nMemAvailable:    1048576 kB\n", "Warn", "1 GiB available")]
    [InlineData("memory", "proc/meminfo", "MemTotal: 8000000 kB\nMemAvailable:    4194304 kB\n", "Ok", "4 GiB available")]
    [InlineData("open-files", "proc/self/limits", "Max open files            1024                 524288               files     \n", "Warn", "1,024")]
    [InlineData("open-files", "proc/self/limits", "Max open files            20000                20000                files     \n", "Ok", "20,000")]
    [InlineData("ports", "proc/sys/net/ipv4/ip_local_port_range", "32768\t60999\n", "Ok", "28,232 (32768 to 60999)")]
    [InlineData("ports", "proc/sys/net/ipv4/ip_local_port_range", "50000\t60999\n", "Warn", "11,000 (50000 to 60999)")]
    public void What_the_kernel_says_is_read_and_judged(string name, string path, string text, string status, string seen)
    {
        Write(path, text);

        var check = Checks(4).Single(found => found.Name == name);

        (check.Status.ToString(), check.Seen).Should().Be((status, seen));
        check.Advice.Should().Match(advice => (advice.Length > 0) == (status == "Warn"));
    }

    [Fact]
    public void The_limit_of_an_older_cgroup_counts_too()
    {
        Write("sys/fs/cgroup/cpu/cpu.cfs_quota_us", "200000\n");
        Write("sys/fs/cgroup/cpu/cpu.cfs_period_us", "100000\n");

        Checks(8).Single(found => found.Name == "cpu-limit").Seen.Should().Be("the cgroup allows 2 of 8 cores");
    }

    [Fact]
    public void What_cannot_be_seen_is_never_called_well()
    {
        var unseen = Checks(2).Where(check => check.Seen.StartsWith("not to be seen", StringComparison.Ordinal)).ToList();

        unseen.Select(check => check.Name).Should().Equal("cpu-governor", "clock", "memory", "open-files", "ports");
        unseen.Should().OnlyContain(check => check.Status == DoctorStatus.Info);
    }

    [Theory]
    [InlineData(98, "Ok", "0.1 ms (P99), 0.1 ms at most", 2, 0.1)]
    [InlineData(98, "Warn", "3 ms (P99), 3 ms at most", 2, 3)]
    [InlineData(99, "Warn", "0.1 ms (P99), 60 ms at most", 1, 60)]
    public void Noise_is_the_99th_percentile_and_the_longest(int quiet, string status, string seen, int late, double lateMilliseconds)
    {
        var check = NoiseCheck.Judge([.. Enumerable.Repeat(0.1, quiet), .. Enumerable.Repeat(lateMilliseconds, late)]);

        (check.Status.ToString(), check.Seen).Should().Be((status, "a sleep of 1 ms ends late by " + seen));
    }

    [Fact]
    public async Task Where_no_engine_listens_that_is_told()
    {
        var host = "unix://" + Path.Combine(_root, "no.sock");

        (await DockerCheck.FindAsync(host, CancellationToken.None)).Seen.Should().Be("no engine answers at " + host);
    }

    [Fact]
    public void Only_a_stack_that_cannot_start_makes_the_machine_unready()
    {
        DoctorCheck noisy = new("noise", DoctorStatus.Warn, "3 ms", "2 ms", "Wait.");

        DoctorText.Lines([MachineDoctor.Stack([]), noisy])[^1].Should().Be("READY, with 1 warning: runs work, their figures may suffer.");
        DoctorText.Lines([MachineDoctor.Stack(["no postgres"]), noisy])[^1].Should().StartWith("NOT READY");
        using var document = JsonDocument.Parse(DoctorText.Json([MachineDoctor.Stack(["no \"postgres\""])]));
        document.RootElement.GetProperty("ready").GetBoolean().Should().BeFalse();
        document.RootElement.GetProperty("checks")[0].GetProperty("seen").GetString().Should().Be("no \"postgres\"");
    }

    private IReadOnlyList<DoctorCheck> Checks(int cores) => new SystemChecks(_root, cores).Find();

    private void Write(string path, string text)
    {
        var full = Path.Combine(_root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
    }
}
