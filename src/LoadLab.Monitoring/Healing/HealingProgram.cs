using LoadLab.Core.Catalogue.Document;

namespace LoadLab.Monitoring.Healing;

/// <summary>
/// The file of a command's program. A name is looked for in the directories of PATH and nowhere else: .NET itself would first take a file of that name beside
/// LoadLab or in the directory where the healer was started, and that is not what the catalogue names.
/// </summary>
public static class HealingProgram
{
    /// <summary>Why the command of an entry cannot be started on this machine; null when it can, or when the entry has none.</summary>
    public static string? Fault(HealingEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return entry.Command.Count == 0 || Find(entry.Command[0]) is not null ? null
            : Path.IsPathRooted(entry.Command[0]) ? "there is no program at the path of its command."
            : "there is no program of its command's name in the directories of PATH.";
    }

    /// <summary>The file; null when there is none.</summary>
    internal static string? Find(string program) => OperatingSystem.IsWindows() ? program
        : Path.IsPathRooted(program) ? IsProgram(program) ? program : null
        : program.Contains(Path.DirectorySeparatorChar, StringComparison.Ordinal) ? null
        : (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Where(directory => Path.IsPathFullyQualified(directory)).Select(directory => Path.Combine(directory, program)).FirstOrDefault(IsProgram);

    private static bool IsProgram(string path) => !OperatingSystem.IsWindows() && File.Exists(path)
        && (File.GetUnixFileMode(path) & (UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)) != 0;
}
