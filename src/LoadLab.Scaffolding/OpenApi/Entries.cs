using System.Collections.Immutable;
using LoadLab.Scaffolding.Journeys;
using Microsoft.OpenApi;

namespace LoadLab.Scaffolding.OpenApi;

/// <summary>Finds in the answers of lists what the paths of other operations ask for.</summary>
internal static class Entries
{
    /// <summary>
    /// The way to a value for a parameter in the answer of a list: <c>/courses</c> answers entries with an <c>id</c>, and <c>/courses/{id}</c> asks for
    /// one; or the entries of any list have a member of the parameter's own name.
    /// </summary>
    /// <param name="list">An operation without a body.</param>
    /// <param name="asking">The path that has the parameter.</param>
    /// <param name="parameter">Its name.</param>
    /// <returns>The way and whether it is a number; null for none.</returns>
    public static (ImmutableArray<object> Path, bool IsNumber)? Find(Operation list, string asking, string parameter)
    {
        var before = asking[..asking.IndexOf("{" + parameter + "}", StringComparison.Ordinal)].TrimEnd('/');
        var isItsList = list.Path.TrimEnd('/') == before;
        var isOfItsKind = PathWords.Noun(list.Path) is { Length: > 0 } noun && string.Equals(Names.Camel(noun + "_id"), Names.Camel(parameter), StringComparison.Ordinal);
        var names = isItsList ? new[] { parameter, "id", Tail(parameter) } : isOfItsKind ? [parameter, "id"] : parameter.Equals("id", StringComparison.OrdinalIgnoreCase) ? [] : [parameter];
        foreach (var (path, entry) in Lists(list.Answer()))
        {
            foreach (var name in names)
            {
                var member = SchemaExample.Members(entry).FirstOrDefault(candidate => Same(candidate.Key, name));
                if (member.Value is not null && IsScalar(member.Value, out var isNumber))
                {
                    return ([.. path, Take.AnyEntry, member.Key], isNumber);
                }
            }
        }

        return null;
    }

    private static IEnumerable<(ImmutableArray<object> Path, IOpenApiSchema Entry)> Lists(IOpenApiSchema? answer)
    {
        if (answer?.Items is { } entry)
        {
            yield return ([], entry);
        }

        foreach (var (name, member) in SchemaExample.Members(answer))
        {
            if (member.Items is { } inner)
            {
                yield return ([name], inner);
            }
        }
    }

    private static bool IsScalar(IOpenApiSchema schema, out bool isNumber)
    {
        var type = schema.Type & ~JsonSchemaType.Null;
        isNumber = type?.HasFlag(JsonSchemaType.Integer) is true;
        return isNumber || type is JsonSchemaType.String;
    }

    private static bool Same(string one, string other) => Names.Camel(one) == Names.Camel(other);

    /// <summary><c>courseId</c> is <c>id</c>, <c>user_name</c> is <c>name</c>.</summary>
    private static string Tail(string parameter) => Names.Snake(parameter).Split('_')[^1];
}
