namespace LoadLab.Engine.VirtualUsers;

/// <summary>The group that its iteration is in.</summary>
internal sealed partial class VirtualUser
{
    private string _group = "";

    public string EnterGroup(string name)
    {
        var before = _group;
        _group = _phase.GroupNames.Join(before, name);
        return before;
    }

    public void LeaveGroup(string before) => _group = before;
}
