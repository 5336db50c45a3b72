using System.Text.Json;
using System.Text.RegularExpressions;
using LoadLab.Scaffolding.Journeys;

namespace LoadLab.Scaffolding.Correlation;

/// <summary>The values of an answer: cookies, headers, what its JSON has, hidden fields of a page, and the token in its head.</summary>
internal static partial class AnswerValues
{
    private const int LongestValue = 4_096;
    private const int MostValues = 20_000;

    /// <summary>All of them, in their order.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="noun">What the request asked for: <c>course</c> for <c>/courses</c>; its <c>id</c> is called <c>courseId</c>.</param>
    public static IEnumerable<Found> Of(RecordedAnswer answer, string noun)
    {
        foreach (var (name, value) in answer.Headers)
        {
            if (name.Equals("Set-Cookie", StringComparison.OrdinalIgnoreCase))
            {
                foreach (var cookie in value.Split('\n'))
                {
                    var pair = cookie.Split(';')[0].Split('=', 2);
                    if (pair.Length == 2 && pair[1].Trim().Length > 0)
                    {
                        yield return new Found(pair[1].Trim(), pair[0].Trim(), TakeFrom.Cookie, [pair[0].Trim()], false);
                    }
                }
            }
            else if (name.Equals("Location", StringComparison.OrdinalIgnoreCase))
            {
                var tail = value.Split('?')[0].TrimEnd('/').Split('/')[^1];
                if (StepNames.IsId(tail))
                {
                    yield return new Found(tail, noun + "_id", TakeFrom.HeaderTail, [name], false);
                }
            }
            else if (SecretWords.IsName(name) || name.EndsWith("-id", StringComparison.OrdinalIgnoreCase) || name.Equals("ETag", StringComparison.OrdinalIgnoreCase))
            {
                yield return new Found(value, name, TakeFrom.Header, [name], false);
            }
        }

        if (answer.Body is not { Length: > 0 } body)
        {
            yield break;
        }

        if (body.TrimStart() is ['{' or '[', ..])
        {
            foreach (var found in Json(body, noun).Take(MostValues))
            {
                yield return found;
            }
        }
        else
        {
            foreach (var field in HiddenField().Matches(body).Concat(MetaToken().Matches(body)))
            {
                var value = field.Groups["value"].Value;
                yield return new Found(System.Net.WebUtility.HtmlDecode(value), field.Groups["name"].Value, TakeFrom.Between, [field.Groups["before"].Value, field.Groups["after"].Value], false);
            }
        }
    }

    private static List<Found> Json(string body, string noun)
    {
        var all = new List<Found>();
        try
        {
            using var document = JsonDocument.Parse(body);
            Walk(document.RootElement, [], noun, noun, all);
        }
        catch (JsonException)
        {
            // It only looked like JSON; nothing is taken from it.
        }

        return all;
    }

    private static void Walk(JsonElement json, List<object> path, string name, string noun, List<Found> all)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in json.EnumerateObject())
                {
                    path.Add(member.Name);
                    var isId = member.Name.Equals("id", StringComparison.OrdinalIgnoreCase) || member.Name is "_id" or "uuid";
                    Walk(member.Value, path, isId ? $"{(name.Length > 0 ? name : noun)}_{member.Name}" : member.Name, noun, all);
                    path.RemoveAt(path.Count - 1);
                }

                break;
            case JsonValueKind.Array:
                for (var at = 0; at < json.GetArrayLength(); at++)
                {
                    path.Add(at);
                    Walk(json[at], path, PathWords.Singular(name is "items" or "data" or "results" or "content" ? noun : name), noun, all);
                    path.RemoveAt(path.Count - 1);
                }

                break;
            case JsonValueKind.String when json.GetString() is { Length: > 0 and <= LongestValue } text:
                all.Add(new Found(text, name, TakeFrom.Json, [.. path], false));
                break;
            case JsonValueKind.Number when json.TryGetInt64(out _):
                all.Add(new Found(json.GetRawText(), name, TakeFrom.Json, [.. path], true));
                break;
        }
    }

    /// <summary>Where Rails, Laravel and others have the token that forms and scripts send back.</summary>
    [GeneratedRegex("""(?<before><meta\b[^>]*name="(?<name>[^"]*(?:csrf|xsrf)[^"]*)"[^>]*content=")(?<value>[^"]{8,})(?<after>")""", RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 2_000)]
    private static partial Regex MetaToken();

    [GeneratedRegex("""(?<before><input\b(?=[^>]*type="hidden")[^>]*name="(?<name>[^"]+)"[^>]*value=")(?<value>[^"]{8,})(?<after>")""", RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 2_000)]
    private static partial Regex HiddenField();
}
