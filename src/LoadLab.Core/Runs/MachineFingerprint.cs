using System.Globalization;
using System.Runtime.InteropServices;

namespace LoadLab.Core.Runs;

/// <summary>What makes two machines differ for a load test.</summary>
public static class MachineFingerprint
{
    /// <summary>CPU, memory, system, runtime and the version of LoadLab, sorted by key.</summary>
    public static IReadOnlyDictionary<string, string> Read()
    {
        var memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        return new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["cpu.model"] = CpuModel() ?? RuntimeInformation.ProcessArchitecture.ToString(),
            ["cpu.count"] = Environment.ProcessorCount.ToString(CultureInfo.InvariantCulture),
            ["memory.bytes"] = memory.ToString(CultureInfo.InvariantCulture),
            ["os"] = RuntimeInformation.OSDescription,
            ["dotnet.version"] = Environment.Version.ToString(),
            ["generator"] = "loadlab-engine",
            ["generator.version"] = typeof(MachineFingerprint).Assembly.GetName().Version?.ToString(3) ?? "0.0.0",
        };
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
