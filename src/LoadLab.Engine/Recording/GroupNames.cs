using System.Collections.Concurrent;
using LoadLab.Sdk;

namespace LoadLab.Engine.Recording;

/// <summary>Names with the groups before them. Each is made once, so that an iteration allocates nothing for it. Thread-safe.</summary>
internal sealed class GroupNames
{
    private readonly ConcurrentDictionary<(string Group, string Name), string> _joined = new();

    /// <summary>The name within a group.</summary>
    /// <param name="group">The path of the group; empty for none.</param>
    /// <param name="name">The name.</param>
    public string Join(string group, string name) => group.Length == 0 ? name
        : _joined.TryGetValue((group, name), out var joined) ? joined
        : _joined.Count >= StepTable.Limit ? group + Group.Separator + name
        : _joined.GetOrAdd((group, name), static key => key.Group + Group.Separator + key.Name);
}
