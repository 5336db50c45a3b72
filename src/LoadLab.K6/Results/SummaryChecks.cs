using System.Text.Json;
using LoadLab.Core.Runs;

namespace LoadLab.K6.Results;

/// <summary>Reads the checks of a summary: groups are lists in one format and objects by name in another.</summary>
internal static class SummaryChecks
{
    private const int DeepestGroup = 64;

    /// <summary>Those of <c>root_group</c>.</summary>
    public static IReadOnlyList<ScriptCheck> Of(JsonElement root)
    {
        var checks = new List<ScriptCheck>();
        if (SummaryJson.Object(root, "root_group") is { } group)
        {
            Add(group, checks, 0);
        }

        return checks;
    }

    /// <summary>Those of the machine-readable summary, which has no groups.</summary>
    public static IReadOnlyList<ScriptCheck> OfMachine(JsonElement? checks) =>
        checks is { } given && given.TryGetProperty("results", out var list) ? [.. Members(list).Select(check => Check("", check)).OfType<ScriptCheck>()] : [];

    private static void Add(JsonElement group, List<ScriptCheck> checks, int depth)
    {
        var path = SummaryJson.Text(group, "path") ?? "";
        if (group.TryGetProperty("checks", out var own))
        {
            checks.AddRange(Members(own).Select(check => Check(path, check)).OfType<ScriptCheck>());
        }

        if (depth < DeepestGroup && group.TryGetProperty("groups", out var groups))
        {
            foreach (var inner in Members(groups).Where(inner => inner.ValueKind == JsonValueKind.Object))
            {
                Add(inner, checks, depth + 1);
            }
        }
    }

    private static ScriptCheck? Check(string group, JsonElement check) =>
        SummaryJson.Text(check, "name") is { } name && SummaryJson.Number(check, "passes") is { } passes && SummaryJson.Number(check, "fails") is { } fails
            ? new ScriptCheck(group, name, (long)passes, (long)fails) : null;

    private static IEnumerable<JsonElement> Members(JsonElement list) => list.ValueKind switch
    {
        JsonValueKind.Array => list.EnumerateArray(),
        JsonValueKind.Object => list.EnumerateObject().Select(member => member.Value),
        _ => [],
    };
}
