using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace LoadLab.K6.State;

/// <summary>
/// The step of a request that has no name tag: method, host and path, without the query; parts of the path that are numbers, UUIDs or long tokens
/// with digits become <c>{id}</c>, so that one kind of request is one row. Names are kept for the first addresses, in bounded memory; a look-up takes
/// no lock. Thread-safe.
/// </summary>
internal sealed partial class StepNames
{
    /// <summary>Most addresses that are kept. The names of others are made each time.</summary>
    public const int MostKept = 10_000;

    private const int LongestKept = 512;

    private readonly ConcurrentDictionary<(string Method, string Url), string> _known = [];
    private int _kept;

    /// <summary>How many are kept.</summary>
    public int Kept => Volatile.Read(ref _kept);

    public string Of(string method, Uri url)
    {
        var key = (method, url.OriginalString);
        if (_known.TryGetValue(key, out var name))
        {
            return name;
        }

        name = !url.IsAbsoluteUri ? $"{method} {url.OriginalString}" : $"{method} {url.Authority}{string.Join('/', url.AbsolutePath.Split('/').Select(part => Id().IsMatch(part) ? "{id}" : part))}";
        if (Kept < MostKept && url.OriginalString.Length <= LongestKept && Interlocked.Increment(ref _kept) <= MostKept)
        {
            _known.TryAdd(key, name);
        }

        return name;
    }

    [GeneratedRegex("^([0-9]+|[0-9a-fA-F]{8}-[0-9a-fA-F-]{27}|(?=.*[0-9])[0-9a-zA-Z_-]{16,})$", RegexOptions.CultureInvariant)]
    private static partial Regex Id();
}
