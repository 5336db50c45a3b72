using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace LoadLab.K6.Requests;

/// <summary>
/// The step of a request that has no name tag: method, host and path, without the query; parts of the path that are numbers, UUIDs or long tokens
/// with digits become <c>{id}</c>, so that one kind of request is one row. Thread-safe.
/// </summary>
internal static partial class StepName
{
    private const int MostKept = 10_000;

    private static readonly ConcurrentDictionary<(string Method, string Url), string> Known = [];

    public static string Of(string method, Uri url)
    {
        var key = (method, url.OriginalString);
        if (!Known.TryGetValue(key, out var name))
        {
            name = $"{method} {url.Authority}{string.Join('/', url.AbsolutePath.Split('/').Select(part => Id().IsMatch(part) ? "{id}" : part))}";
            if (Known.Count < MostKept)
            {
                Known[key] = name;
            }
        }

        return name;
    }

    [GeneratedRegex("^([0-9]+|[0-9a-fA-F]{8}-[0-9a-fA-F-]{27}|(?=.*[0-9])[0-9a-zA-Z_-]{16,})$", RegexOptions.CultureInvariant)]
    private static partial Regex Id();
}
