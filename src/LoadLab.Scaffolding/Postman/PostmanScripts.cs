using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using LoadLab.Scaffolding.Sources;

namespace LoadLab.Scaffolding.Postman;

/// <summary>What the scripts of a request set from its answer: <c>pm.environment.set("token", pm.response.json().token)</c>, also by way of a variable.</summary>
internal static partial class PostmanScripts
{
    /// <summary>The variables and the ways to their values in the JSON of the answer, and how many scripts say more than that.</summary>
    public static (List<(string Variable, ImmutableArray<object> Path)> Sets, bool SaysMore) Read(JsonElement item)
    {
        var sets = new List<(string, ImmutableArray<object>)>();
        var saysMore = false;
        foreach (var script in item.Entries("event"))
        {
            var source = Source(script);
            if (script.Text("listen") != "test")
            {
                saysMore |= source.Trim().Length > 0;
                continue;
            }

            // What stands in a comment is not run. What is left behind the known statements is checks, conditions, another order of requests.
            source = Comment().Replace(source, "");
            saysMore |= Set().Replace(Root().Replace(source, ""), "").Any(character => !char.IsWhiteSpace(character) && character != ';');
            var roots = Root().Matches(source).Select(match => match.Groups[1].Value).ToHashSet(StringComparer.Ordinal);
            foreach (Match match in Set().Matches(source))
            {
                var expression = match.Groups[2].Value;
                var root = roots.FirstOrDefault(name => expression.StartsWith(name + ".", StringComparison.Ordinal) || expression.StartsWith(name + "[", StringComparison.Ordinal));
                var rest = root is not null ? expression[root.Length..] : Direct().Match(expression) is { Success: true } direct ? expression[direct.Length..] : null;
                if (rest is not null && Steps(rest) is { IsEmpty: false } path)
                {
                    sets.Add((match.Groups[1].Value, path));
                }
                else
                {
                    saysMore = true;
                }
            }
        }

        return (sets, saysMore);
    }

    /// <summary>True when a collection or folder has scripts, which run before or after each of its requests.</summary>
    public static bool Has(JsonElement owner) => owner.Entries("event").Any(script => Source(script).Trim().Length > 0);

    private static string Source(JsonElement script) => script.Get("script").Get("exec") is { ValueKind: JsonValueKind.Array } lines
        ? string.Join('\n', lines.EnumerateArray().Where(line => line.ValueKind == JsonValueKind.String).Select(line => line.GetString()))
        : script.Get("script").Text("exec") ?? "";

    private static ImmutableArray<object> Steps(string rest)
    {
        var path = ImmutableArray.CreateBuilder<object>();
        var at = 0;
        foreach (Match step in Step().Matches(rest))
        {
            if (step.Index != at)
            {
                return [];
            }

            at += step.Length;
            path.Add(step.Groups[2].Success ? int.Parse(step.Groups[2].Value, CultureInfo.InvariantCulture) : step.Groups[1].Success ? step.Groups[1].Value : step.Groups[3].Value);
        }

        return at == rest.Length ? path.ToImmutable() : [];
    }

    [GeneratedRegex(@"//[^\n]*|/\*[\s\S]*?\*/")]
    private static partial Regex Comment();

    [GeneratedRegex(@"(?:var|let|const)\s+([A-Za-z_$][\w$]*)\s*=\s*(?:pm\.response\.json\(\)|JSON\.parse\((?:responseBody|pm\.response\.text\(\))\))")]
    private static partial Regex Root();

    [GeneratedRegex(@"(?:pm\.(?:environment|collectionVariables|globals|variables)\.set|postman\.set(?:Environment|Global)Variable)\(\s*[""']([^""']+)[""']\s*,\s*([^\s;,]+?)\s*\)(?=\s*(?:;|\n|$))")]
    private static partial Regex Set();

    [GeneratedRegex(@"^(?:pm\.response\.json\(\)|JSON\.parse\(responseBody\))")]
    private static partial Regex Direct();

    [GeneratedRegex(@"\.([A-Za-z_$][\w$]*)|\[([0-9]{1,6})\]|\[[""']([^""']+)[""']\]")]
    private static partial Regex Step();
}
