using LoadLab.Core.Runs;

namespace LoadLab.K6.Summaries;

/// <summary>The groups of a script with their checks, each inside the one that it stands in.</summary>
internal sealed class CheckTree(string name, string path)
{
    private readonly List<CheckTree> _groups = [];
    private readonly List<ScriptCheck> _checks = [];

    public string Name => name;

    /// <summary><c>::outer::inner</c>; empty for the root.</summary>
    public string Path => path;

    public IReadOnlyList<CheckTree> Groups => _groups;

    public IReadOnlyList<ScriptCheck> Checks => _checks;

    public static CheckTree Of(IEnumerable<ScriptCheck> checks)
    {
        var root = new CheckTree("", "");
        foreach (var check in checks)
        {
            var at = root;
            foreach (var part in check.Group.Split("::", StringSplitOptions.RemoveEmptyEntries))
            {
                at = at.Inner(part);
            }

            at._checks.Add(check);
        }

        return root;
    }

    private CheckTree Inner(string part)
    {
        var inner = _groups.Find(group => group.Name == part);
        if (inner is null)
        {
            inner = new CheckTree(part, $"{path}::{part}");
            _groups.Add(inner);
        }

        return inner;
    }
}
