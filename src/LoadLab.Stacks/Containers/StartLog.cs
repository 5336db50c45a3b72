using LoadLab.Stacks.Processes;

namespace LoadLab.Stacks.Containers;

/// <summary>Reads the cause of a failed start from the words of a server or of the engine, never from our own.</summary>
internal static class StartLog
{
    /// <summary>The cause that the last lines of a log, or the refusal of the engine, name.</summary>
    public static StartCause CauseIn(string log) =>
        LoopbackPort.WasTaken(log) || log.Contains("port is already allocated", StringComparison.Ordinal) ? StartCause.PortTaken
        : log.Contains("could not access file \"pg_stat_statements\"", StringComparison.Ordinal) ? StartCause.NoStatementStatistics
        : log.Contains("no space left", StringComparison.OrdinalIgnoreCase) ? StartCause.DiskFull
        : log.Contains("exec format error", StringComparison.OrdinalIgnoreCase) ? StartCause.OtherArchitecture
        : StartCause.Other;
}
