using System.Text.Json;
using LoadLab.Cli.Terminal;
using LoadLab.Core.Running;
using LoadLab.Core.Runs;
using LoadLab.Stacks.Containers;
using LoadLab.Stacks.Doctor;
using LoadLab.Stacks.Setup;

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
    public void The_limit_is_that_of_the_process_and_not_that_of_the_top()
    {
        Write("proc/self/mountinfo", "32 31 0:29 / /sys/fs/cgroup/cpu rw,relatime - cgroup cgroup rw,cpu\n");
        Write("proc/self/cgroup", "1:cpu:/limited\n0::/\n");
        Write("proc/stat", "cpu  1 2 3\ncpu0 1 2 3\ncpu1 1 2 3\nintr 5\n");
        Write("sys/fs/cgroup/cpu/cpu.cfs_quota_us", "-1\n");
        Write("sys/fs/cgroup/cpu/limited/cpu.cfs_quota_us", "40000\n");
        Write("sys/fs/cgroup/cpu/limited/cpu.cfs_period_us", "100000\n");

        // .NET says 1: it rounds the quota up.
        var checks = Checks(1).ToList();
        checks.Single(found => found.Name == "cpu-limit").Seen.Should().Be("the cgroup allows 0.4 of 2 cores");
        checks.Single(found => found.Name == "cpu").Seen.Should().Be("2 cores");
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
        var check = WakeupLatencyCheck.Judge([.. Enumerable.Repeat(0.1, quiet), .. Enumerable.Repeat(lateMilliseconds, late)]);

        (check.Status.ToString(), check.Seen).Should().Be((status, "a sleep of 1 ms ends late by " + seen));
    }

    [Fact]
    public async Task Where_no_engine_listens_that_is_told_and_why_each_stack_cannot_start()
    {
        var host = "unix://" + Path.Combine(_root, "no.sock");
        var docker = new DockerEndpoint(name => name == "DOCKER_HOST" ? host : null, _root, _ => false);
        IStackProvider[] providers = [new StubStackProvider("processes", "no postgres"), new StubStackProvider("containers", "no engine"), new StubStackProvider("external")];

        var checks = await new StackChecks(providers, docker, new CommandRunner()).FindAsync(CancellationToken.None);

        checks.Select(check => (check.Name, check.Status)).Should().Equal(
            ("stack", DoctorStatus.Fail), ("processes", DoctorStatus.Info), ("containers", DoctorStatus.Info), ("docker", DoctorStatus.Info));
        checks[1].Seen.Should().Be("no postgres");
        checks[3].Seen.Should().StartWith($"no Docker engine answers at {host}");
    }

    [Theory]
    [InlineData("postgres (PostgreSQL) 15.14 (Debian 15.14-0+deb12u1)", "postgres 15.14")]
    [InlineData("Redis server v=7.0.15 sha=00000000:0 malloc=jemalloc-5.3.0 bits=64 build=1", "redis 7.0.15")]
    [InlineData("something else", "something else")]
    public void Versions_are_what_the_programs_say(string output, string version) => StackChecks.Version(output).Should().Be(version);

    [Fact]
    public void Only_a_machine_that_can_start_no_stack_is_unready()
    {
        DoctorCheck noisy = new("noise", DoctorStatus.Warn, "3 ms", "2 ms", "Wait.");
        var able = StackChecks.Overall([("processes", ["no postgres"]), ("containers", [])]);
        var unable = StackChecks.Overall([("processes", ["no \"postgres\""]), ("containers", ["no engine"])]);

        able.Seen.Should().Be("can be started as containers");
        DoctorText.Lines([able, noisy])[^1].Should().Be("READY, with 1 warning: runs work, their figures may suffer.");
        DoctorText.Lines([unable, noisy])[^1].Should().StartWith("NOT READY");
        using var document = JsonDocument.Parse(DoctorText.Json([unable, StackChecks.Of("processes", ["no \"postgres\""], "")]));
        document.RootElement.GetProperty("ready").GetBoolean().Should().BeFalse();
        document.RootElement.GetProperty("checks")[1].GetProperty("seen").GetString().Should().Be("no \"postgres\"");
    }

    private IReadOnlyList<DoctorCheck> Checks(int cores) => new SystemChecks(_root, cores).Find();

    private void Write(string path, string text)
    {
        var full = Path.Combine(_root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
    }

    private sealed class StubStackProvider(string kind, params string[] obstacles) : IStackProvider
    {
        public string Kind => kind;

        public Task<IReadOnlyList<string>> FindObstaclesAsync(StackPlan plan, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<string>>(obstacles);

        public Task<IStack> StartAsync(StackPlan plan, long seed, IProgress<string> progress, CancellationToken cancellationToken) =>
            throw new System.Diagnostics.UnreachableException("The doctor starts nothing.");
    }
}
