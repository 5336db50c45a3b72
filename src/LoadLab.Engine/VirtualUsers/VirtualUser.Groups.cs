namespace LoadLab.Engine.VirtualUsers;

/// <summary>The group that a step or check stands in: that of the flow of control which it belongs to, so that what an iteration does at the same time may open groups of its own.</summary>
internal sealed partial class VirtualUser
{
    private static readonly AsyncLocal<OpenGroup?> s_openGroup = new();

    /// <summary>Who has never opened a group looks for none, and pays nothing for them.</summary>
    private volatile bool _hasGroups;

    /// <summary>Path of the open group; empty for none. One that an earlier iteration left open, or another user, is none.</summary>
    private string GroupPath => _hasGroups && s_openGroup.Value is { } open && open.User == this && open.Invocation == InvocationNumber ? open.Path : "";

    public string EnterGroup(string name)
    {
        var before = GroupPath;
        _hasGroups = true;
        s_openGroup.Value = new OpenGroup(this, InvocationNumber, _phase.GroupNames.Join(before, name), s_openGroup.Value);
        return before;
    }

    public void LeaveGroup(string before) => s_openGroup.Value = s_openGroup.Value?.Outer;

    /// <summary>A group that is open in a flow of control.</summary>
    private sealed record OpenGroup(VirtualUser User, long Invocation, string Path, OpenGroup? Outer);
}
