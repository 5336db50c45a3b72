using System.Globalization;
using LoadLab.Sdk;

namespace LoadLab.Engine;

/// <summary>Settings of the process that the engine needs. They are LoadLab's business, not that of the user's environment.</summary>
public static class EngineProcess
{
    /// <summary>Read once by .NET, when the process opens its first socket.</summary>
    private const string InlineCompletions = "DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS";

    private const string SocketThreads = "DOTNET_SYSTEM_NET_SOCKETS_THREAD_COUNT";

    /// <summary>
    /// Call before the first socket. When all <paramref name="scenarios"/> promise not to block, what follows an answer runs on the
    /// thread that read it, instead of being handed to the thread pool. Half of the processors do so, unless the environment says how many:
    /// .NET's one for each takes the processors of a target on the same machine, and wakes up for fewer answers at a time, which costs more.
    /// </summary>
    public static void Tune(IReadOnlyList<ScenarioProps> scenarios)
    {
        ArgumentNullException.ThrowIfNull(scenarios);
        Tune(neverBlocks: scenarios.Count > 0 && scenarios.All(scenario => scenario.RunsInline));
    }

    /// <summary>The same for load that LoadLab itself makes.</summary>
    public static void Tune(bool neverBlocks)
    {
        if (neverBlocks)
        {
            Environment.SetEnvironmentVariable(InlineCompletions, "1");
            if (Environment.GetEnvironmentVariable(SocketThreads) is null)
            {
                Environment.SetEnvironmentVariable(SocketThreads, Math.Max(1, Environment.ProcessorCount / 2).ToString(CultureInfo.InvariantCulture));
            }
        }
    }
}
