using System.Globalization;

namespace LoadLab.Engine.Connections;

/// <summary>The process's limit of open files.</summary>
internal static class OpenFiles
{
    /// <summary>Files that the rest of the process may need: assemblies, logs, probes, the stack's connections.</summary>
    private const int Reserved = 250;

    /// <summary>Least connections, however low the limit.</summary>
    private const int Fewest = 4;

    /// <summary>How many connections a phase may open. .NET has raised the soft limit to the hard one already.</summary>
    public static int ForConnections()
    {
        const string limits = "/proc/self/limits";
        if (!File.Exists(limits))
        {
            return int.MaxValue;
        }

        // Max open files            1024                 1048576              files
        var line = File.ReadLines(limits).FirstOrDefault(text => text.StartsWith("Max open files", StringComparison.Ordinal)) ?? "";
        var fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return fields.Length > 3 && int.TryParse(fields[3], NumberStyles.None, CultureInfo.InvariantCulture, out var files)
            ? Math.Max(Fewest, files - Reserved)
            : int.MaxValue;
    }
}
