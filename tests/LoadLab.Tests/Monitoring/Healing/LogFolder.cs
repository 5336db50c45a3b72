namespace LoadLab.Tests.Monitoring.Healing;

/// <summary>Logs of healers, which others go on with after the first has ended. They are gone when the tests have ended.</summary>
internal static class LogFolder
{
    private static readonly string s_root = Directory.CreateTempSubdirectory("loadlab-heal-").FullName;

    static LogFolder() => AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(s_root, recursive: true);

    public static string NewLog() => Path.Combine(Directory.CreateDirectory(Path.Combine(s_root, Guid.NewGuid().ToString("N"))).FullName, "log.jsonl");
}
