using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using LoadLab.Scaffolding.Journeys;

namespace LoadLab.Scaffolding.Writing;

/// <summary>JSON as a C# expression that is serialized to the same JSON again.</summary>
/// <param name="text">Writes strings.</param>
internal sealed partial class JsonExpression(CSharpText text)
{
    private const int LineWidth = 110;

    /// <summary>The expression.</summary>
    /// <param name="node">An object or a list.</param>
    /// <param name="indent">Spaces before the line that it begins on.</param>
    public string Of(JsonNode node, int indent) => Write(node, indent);

    private string Write(JsonNode? node, int indent) => node switch
    {
        null => "null",
        JsonObject value => Object(value, indent),
        JsonArray list => List(list, indent),
        JsonValue value => Value(value),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private string Object(JsonObject value, int indent)
    {
        // The serializer writes the first letter of a property small, and C# has names of its own.
        var isPlain = value.Count > 0 && value.All(member => Plain().IsMatch(member.Key) && !Names.IsWord(member.Key));
        return isPlain
            ? Block("new", [.. value.Select(member => $"{member.Key} = {Member(member.Value, indent + 4)}")], indent)
            : value.Count == 0 ? "new { }" : Block("new Dictionary<string, object?>", [.. value.Select(member => $"[{CSharpText.Literal(member.Key)}] = {Write(member.Value, indent + 4)}")], indent);
    }

    private string List(JsonArray list, int indent)
    {
        var isOfOneKind = list.All(entry => entry is JsonValue value && value.GetValueKind() == JsonValueKind.Number && SmallWhole().IsMatch(value.ToJsonString()))
            || list.All(entry => entry is JsonValue value && value.TryGetValue<string>(out var words) && !Place.Split(words).Any(part => part.IsNumber));
        return list.Count == 0 ? "Array.Empty<object>()" : Block(isOfOneKind ? "new[]" : "new object?[]", [.. list.Select(entry => Write(entry, indent + 4))], indent);
    }

    private string Member(JsonNode? node, int indent) => node is null ? "(object?)null" : Write(node, indent);

    private string Value(JsonValue value) => value.GetValueKind() switch
    {
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        JsonValueKind.Number => Number(value),
        _ when value.TryGetValue<string>(out var words) => String(words),
        _ => "null",
    };

    private string String(string words)
    {
        if (Place.Split(words).ToList() is [{ Value: { } name, IsNumber: var isNumber }])
        {
            return isNumber && !text.Value(name).IsNumber ? $"long.Parse({text.Of(name)})" : !isNumber && text.Value(name).IsNumber ? text.String(words) : text.Of(name);
        }

        return text.String(words);
    }

    private static string Number(JsonValue value)
    {
        var json = value.ToJsonString();
        return SmallWhole().IsMatch(json) ? json : Whole().IsMatch(json) ? json + "L" : Decimal().IsMatch(json) ? json + "m" : $"JsonNode.Parse({CSharpText.Literal(json)})";
    }

    private static string Block(string head, IReadOnlyList<string> members, int indent)
    {
        var line = $"{head} {{ {string.Join(", ", members)} }}";
        if (line.Length + indent <= LineWidth && !line.Contains('\n', StringComparison.Ordinal))
        {
            return line;
        }

        var spaces = new string(' ', indent);
        return $"{head}\n{spaces}{{\n{string.Concat(members.Select(member => $"{spaces}    {member},\n"))}{spaces}}}";
    }

    [GeneratedRegex("^[a-z][A-Za-z0-9]*$")]
    private static partial Regex Plain();

    [GeneratedRegex("^(?:0|-?[1-9][0-9]{0,8})$")]
    private static partial Regex SmallWhole();

    [GeneratedRegex("^-?[1-9][0-9]{0,17}$")]
    private static partial Regex Whole();

    [GeneratedRegex("^-?(?:0|[1-9][0-9]{0,15})\\.[0-9]{1,12}$")]
    private static partial Regex Decimal();
}
