using System.Globalization;
using LoadLab.Stacks.Machine;

namespace LoadLab.Stacks.Containers;

/// <summary>
/// Whether a process of this machine is a container's. An engine on another machine, or in a virtual one on this, numbers the processes of that machine: the same
/// number here is somebody else.
/// </summary>
internal static class ContainerProcess
{
    /// <summary>True when the process is there, and in a control group that has the container's id in its path (<c>/docker/ID</c>, <c>/system.slice/docker-ID.scope</c>).</summary>
    /// <param name="processId">The engine's number of the container's first process.</param>
    /// <param name="containerId">The whole id.</param>
    /// <param name="root"><c>/</c>, or a copy of its files in a test.</param>
    public static bool IsOf(int processId, string containerId, string root = "/") =>
        ProcessTable.TryRead(Path.Combine(root, "proc", processId.ToString(CultureInfo.InvariantCulture), "cgroup"), out var groups) && groups.Contains(containerId, StringComparison.Ordinal);
}
