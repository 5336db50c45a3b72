using System.Globalization;
using LoadLab.Core.Cgroups;
using LoadLab.Core.Text;

namespace LoadLab.Stacks.Doctor;

/// <summary>What the kernel says about this machine's limits, from the files below <paramref name="root"/>. What cannot be read is told as such.</summary>
/// <param name="root"><c>/</c>, or a copy of its files in a test.</param>
/// <param name="cores">Cores of the machine.</param>
internal sealed class SystemChecks(string root, int cores)
{
    // A connection is a file; 10,000 users are what a large suite has.
    private const long EnoughFiles = 10_000;
    private const int EnoughPorts = 20_000;
    private const int EnoughCores = 4;
    private const double EnoughMemory = 2.0 * (1L << 30);

    /// <summary>The machine's own: .NET's count follows the CPU limit, rounded up.</summary>
    private int Cores => Math.Max(cores, Read("proc/stat")?.Split('\n').Count(line => line.StartsWith("cpu", StringComparison.Ordinal) && line.Length > 3 && char.IsAsciiDigit(line[3])) ?? 0);

    /// <summary>All of them, in the order in which they are shown.</summary>
    public IReadOnlyList<DoctorCheck> Find() => [Cpu(), Quota(), Governor(), Clock(), Memory(), Files(), Ports()];

    private DoctorCheck Cpu() => new(
        "cpu", Cores >= EnoughCores ? DoctorStatus.Ok : DoctorStatus.Warn,
        string.Create(CultureInfo.InvariantCulture, $"{Cores} core{(Cores == 1 ? "" : "s")}"), "4 or more, when generator and stack share the machine",
        Cores >= EnoughCores ? "" : "Expect less capacity than the target has alone; for a launch decision run generator and target apart (--external-url).");

    private DoctorCheck Quota()
    {
        const string needed = "no CPU limit below the machine's cores: a throttled generator stands still";
        return CpuLimit.Of(root: root).Cores is { } allowed && allowed < Cores
            ? new("cpu-limit", DoctorStatus.Warn, string.Create(CultureInfo.InvariantCulture, $"the cgroup allows {allowed:0.##} of {Cores} cores"), needed, "Raise the container's CPU limit, or pin cores instead.")
            : new("cpu-limit", DoctorStatus.Ok, "none", needed, "");
    }

    private DoctorCheck Governor()
    {
        const string needed = "performance: a core that changes its speed changes response times";
        return Read("sys/devices/system/cpu/cpu0/cpufreq/scaling_governor") switch
        {
            null => new("cpu-governor", DoctorStatus.Info, "not to be seen here (a virtual machine or a container)", needed, ""),
            "performance" => new("cpu-governor", DoctorStatus.Ok, "performance", needed, ""),
            var other => new("cpu-governor", DoctorStatus.Warn, other, needed, "Run: cpupower frequency-set -g performance"),
        };
    }

    private DoctorCheck Clock()
    {
        const string needed = "a clock that is read without a system call (tsc, kvm-clock, arch_sys_counter, hyperv)";
        return Read("sys/devices/system/clocksource/clocksource0/current_clocksource") switch
        {
            null => new("clock", DoctorStatus.Info, "not to be seen here", needed, ""),
            var slow when slow is "hpet" or "acpi_pm" or "jiffies" or "xen" =>
                new("clock", DoctorStatus.Warn, slow, needed, "Each time stamp costs CPU of the generator. Choose another in /sys/devices/system/clocksource/clocksource0/available_clocksource."),
            var source => new("clock", DoctorStatus.Ok, source, needed, ""),
        };
    }

    private DoctorCheck Memory()
    {
        const string needed = "2 GiB or more for Postgres, Redis, the API and the generator";
        var line = Read("proc/meminfo")?.Split('\n').FirstOrDefault(text => text.StartsWith("MemAvailable:", StringComparison.Ordinal));
        if (line is null || !double.TryParse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries).ElementAtOrDefault(1), CultureInfo.InvariantCulture, out var kibibytes))
            return new("memory", DoctorStatus.Info, "not to be seen here", needed, "");
        var free = kibibytes * 1024;
        return new("memory", free >= EnoughMemory ? DoctorStatus.Ok : DoctorStatus.Warn, Units.Bytes(free) + " available", needed, free >= EnoughMemory ? "" : "End other programs, or take a larger machine.");
    }

    private DoctorCheck Files()
    {
        const string needed = "10,000 or more: a connection is a file, at both ends";
        var line = Read("proc/self/limits")?.Split('\n').FirstOrDefault(text => text.StartsWith("Max open files", StringComparison.Ordinal));
        var soft = line?.Split(' ', StringSplitOptions.RemoveEmptyEntries).ElementAtOrDefault(3);
        if (soft == "unlimited")
            return new("open-files", DoctorStatus.Ok, "unlimited", needed, "");
        if (!long.TryParse(soft, CultureInfo.InvariantCulture, out var limit))
            return new("open-files", DoctorStatus.Info, "not to be seen here", needed, "");
        return new("open-files", limit >= EnoughFiles ? DoctorStatus.Ok : DoctorStatus.Warn, Units.Count(limit), needed, limit >= EnoughFiles ? "" : "Run: ulimit -n 65536, or raise nofile in /etc/security/limits.conf.");
    }

    private DoctorCheck Ports()
    {
        const string needed = "20,000 or more: a closed connection holds its port for 60 s";
        var ends = Read("proc/sys/net/ipv4/ip_local_port_range")?.Split(['\t', ' '], StringSplitOptions.RemoveEmptyEntries);
        if (ends is not [var low, var high] || !int.TryParse(low, CultureInfo.InvariantCulture, out var first) || !int.TryParse(high, CultureInfo.InvariantCulture, out var last))
            return new("ports", DoctorStatus.Info, "not to be seen here", needed, "");
        var count = last - first + 1;
        return new("ports", count >= EnoughPorts ? DoctorStatus.Ok : DoctorStatus.Warn,
            string.Create(CultureInfo.InvariantCulture, $"{Units.Count(count)} ({first} to {last})"), needed, count >= EnoughPorts ? "" : "Run: sysctl -w net.ipv4.ip_local_port_range='1024 65535'");
    }

    private string? Read(string path)
    {
        try
        {
            return File.ReadAllText(Path.Combine(root, path)).Trim();
        }
        catch (Exception missing) when (missing is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
