using System.Globalization;
using System.Runtime.InteropServices;
using LoadLab.Core.Cgroups;

namespace LoadLab.Core.Runs;

/// <summary>What makes two machines differ for a load test.</summary>
public static class MachineFingerprint
{
    /// <summary>Key of the CPU quota of the generator's cgroups, in cores. Not there without one.</summary>
    public const string CpuLimitKey = "cpu.limit.cores";

    /// <summary>CPU, memory, system, runtime and the version of LoadLab, sorted by key.</summary>
    public static IReadOnlyDictionary<string, string> Read()
    {
        var memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        var facts = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["cpu.model"] = CpuModel() ?? RuntimeInformation.ProcessArchitecture.ToString(),
            ["cpu.count"] = Environment.ProcessorCount.ToString(CultureInfo.InvariantCulture),
            ["memory.bytes"] = memory.ToString(CultureInfo.InvariantCulture),
            ["os"] = RuntimeInformation.OSDescription,
            ["dotnet.version"] = Environment.Version.ToString(),
            ["generator"] = "loadlab-engine",
            ["generator.version"] = typeof(MachineFingerprint).Assembly.GetName().Version?.ToString(3) ?? "0.0.0",
        };
        if (CpuLimit.Of().Cores is { } cores)
        {
            facts[CpuLimitKey] = cores.ToString("0.###", CultureInfo.InvariantCulture);
        }

        return facts;
    }

    private static string? CpuModel()
    {
        const string Path = "/proc/cpuinfo";
        try
        {
            return File.Exists(Path)
                ? File.ReadLines(Path).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':', 2)[1].Trim()
                : null;
        }
        catch (IOException)
        {
            return null;
        }
    }
}
