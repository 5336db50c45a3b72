using System.Text.RegularExpressions;

namespace LoadLab.Scaffolding.Journeys;

/// <summary>Names of steps that have no ids in them.</summary>
internal static partial class StepNames
{
    /// <summary>What a step is called: that of an address, and of GraphQL also that of the operation: <c>post_graphql_get_user</c>.</summary>
    public static string Of(string method, string path, RequestBody? body) => GraphQl.OperationOf(body) is { } operation ? Names.Snake($"{Of(method, path)}_{operation}") : Of(method, path);

    /// <summary>What a step is called: <c>GET /api/users/17</c> is <c>get_users_by_id</c>.</summary>
    public static string Of(string method, string path)
    {
        var words = new List<string>();
        foreach (var segment in path.Split('?')[0].Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (IsId(segment))
            {
                words.Add("by_id");
            }
            else if (segment is ['{', .. var name, '}'])
            {
                words.Add("by_" + name);
            }
            else if (!Prefix().IsMatch(segment))
            {
                words.Add(segment);
            }
        }

        return Names.Snake($"{method}_{(words.Count == 0 ? "home" : string.Join('_', words))}");
    }

    /// <summary>True for a number, a UUID, a long hexadecimal or other text with digits that nobody would call a name, a mail address, what is secret by its form, and a place.</summary>
    public static bool IsId(string segment) => Place.IsIn(segment) || Id().IsMatch(segment) || Uri.UnescapeDataString(segment) is var text && (text.IndexOf('@', StringComparison.Ordinal) > 0 || SecretWords.IsValue(text));

    [GeneratedRegex("^(?:[0-9]+|[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}|[0-9a-fA-F]{16,}|(?=[^0-9]*[0-9])(?=.*[A-Za-z])[A-Za-z0-9_-]{20,})$")]
    private static partial Regex Id();

    [GeneratedRegex("^(?:api|rest|v[0-9]+(?:\\.[0-9]+)?)$", RegexOptions.IgnoreCase)]
    private static partial Regex Prefix();
}
