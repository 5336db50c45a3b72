using System.Text;
using LoadLab.Core;
using LoadLab.Core.Text;
using LoadLab.Scaffolding.Journeys;

namespace LoadLab.Scaffolding.Curl;

/// <summary>Reads a command line of curl, as browsers and API documentations give it.</summary>
internal static class CurlReader
{
    private const string Hint = "Copy the whole command, as 'Copy as cURL (bash)' of a browser gives it. In a shell, put it between single quotes, or send it to standard input.";

    // What changes how curl talks, and not what it sends.
    private static readonly HashSet<string> Ignored = new(StringComparer.Ordinal)
    {
        "-s", "--silent", "-S", "--show-error", "-v", "--verbose", "-k", "--insecure", "-L", "--location", "-i", "--include", "-f", "--fail", "--compressed", "--http1.1", "--http2", "--http2-prior-knowledge",
        "-g", "--globoff", "-#", "--progress-bar", "-N", "--no-buffer", "--fail-with-body", "--path-as-is",
    };

    private static readonly HashSet<string> IgnoredWithValue = new(StringComparer.Ordinal)
    {
        "-o", "--output", "-m", "--max-time", "--connect-timeout", "--retry", "--retry-delay", "-w", "--write-out", "--cacert", "-c", "--cookie-jar", "--resolve", "--max-redirs", "-x", "--proxy",
    };

    private static readonly string[] Known =
    [
        "--request", "--header", "--data", "--data-raw", "--data-ascii", "--data-binary", "--data-urlencode", "--json", "--form", "--form-string", "--user", "--cookie", "--user-agent", "--referer",
        "--get", "--head", "--url", "--oauth2-bearer", "--upload-file", .. Ignored.Where(name => name.StartsWith("--", StringComparison.Ordinal)),
        .. IgnoredWithValue.Where(name => name.StartsWith("--", StringComparison.Ordinal)),
    ];

    /// <summary>The journey of one request.</summary>
    /// <param name="line">The command line.</param>
    /// <param name="folder">Where files that it names are.</param>
    /// <exception cref="LoadLabException">It can't be read (104); each fault is told.</exception>
    public static Journey Read(string line, string folder)
    {
        var (words, broken) = ShellWords.Split(line.Trim());
        var faults = new List<string>();
        if (words.Count == 0 || words[0] is not ("curl" or "curl.exe"))
        {
            faults.Add(words.Count == 0 ? "The curl command line is empty." : $"The command line begins with '{Shown(words[0])}', not with 'curl'.");
        }

        if (broken is not null)
        {
            faults.Add($"The command line ends too early: {broken}.");
        }

        var request = new CurlRequest(folder, faults);
        var expanded = words.Skip(1).SelectMany(Expand).ToList();
        for (var at = 0; at < expanded.Count; at++)
        {
            var word = expanded[at];
            if (word is "--")
            {
                continue;
            }

            if (!word.StartsWith('-') || word == "-")
            {
                request.AddUrl(word);
            }
            else if (Ignored.Contains(word) || request.Flag(word))
            {
                continue;
            }
            else if (!IgnoredWithValue.Contains(word) && !CurlRequest.TakesValue(word))
            {
                faults.Add($"curl's option '{word}' is not known here.{NearestName.Sentence(word, Known)}");
            }
            else if (++at >= expanded.Count)
            {
                faults.Add($"curl's option '{word}' has no value.");
            }
            else if (!IgnoredWithValue.Contains(word))
            {
                request.Option(word, expanded[at]);
            }
        }

        var replaced = ShellWords.Replaced(line).Distinct(StringComparer.Ordinal).ToList();
        string[] notes = replaced.Count == 0 ? [] : [$"Not replaced: {string.Join(", ", replaced)}, as a shell would before curl sees it. It stands in the project as it is written here: put the value in its place."];
        return request.Finish() is { } journey && faults.Count == 0 ? journey with { Notes = [.. notes] } : throw new LoadLabException(ExitCode.BadConfiguration, faults, Hint);
    }

    /// <summary><c>-XPOST</c>, <c>-sS</c> and <c>--request=POST</c> as words of their own.</summary>
    private static IEnumerable<string> Expand(string word)
    {
        if (word.StartsWith("--", StringComparison.Ordinal))
        {
            return word.IndexOf('=', StringComparison.Ordinal) is > 2 and var at && Known.Contains(word[..at]) ? [word[..at], word[(at + 1)..]] : [word];
        }

        if (word.Length <= 2 || word[0] != '-')
        {
            return [word];
        }

        var parts = new List<string>();
        for (var at = 1; at < word.Length; at++)
        {
            var option = "-" + word[at];
            parts.Add(option);
            if (CurlRequest.TakesValue(option) || IgnoredWithValue.Contains(option))
            {
                if (at + 1 < word.Length)
                {
                    parts.Add(word[(at + 1)..]);
                }

                break;
            }
        }

        return parts;
    }

    private static string Shown(string word) => word.Length > 40 ? string.Concat(word.AsSpan(0, 40), "…") : word;
}
