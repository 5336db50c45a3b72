using System.Globalization;
using LoadLab.Core.Text;

namespace LoadLab.Cli.Http;

/// <summary>Reads a file of requests, one a line: <c>[METHOD] URL [WEIGHT]</c>.</summary>
internal sealed class HttpUrlFile(HttpArguments arguments, List<string> faults, Variables variables)
{
    /// <summary>Each is a row of every table.</summary>
    private const int MostLines = 500;

    private static readonly string[] s_methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

    /// <summary>The lines; those that are wrong are faults.</summary>
    public IReadOnlyList<HttpUrlLine> Read()
    {
        if (arguments.Http2)
        {
            faults.Add("--url-file goes with HTTP/1.1. Leave out --http2.");
        }

        if (arguments.Target.Count > 1)
        {
            faults.Add("--url-file and a method are both given. Write the method into the lines: POST /orders 2");
        }

        var root = Root();
        string[] written;
        try
        {
            written = File.ReadAllLines(arguments.UrlFile!);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            faults.Add($"--url-file '{arguments.UrlFile}' cannot be read: {fault.Message}");
            return [];
        }

        var before = faults.Count;
        var lines = written.Select((line, at) => (Text: line.Trim(), Number: at + 1)).Where(line => line.Text.Length > 0 && line.Text[0] != '#').ToList();
        var read = lines.Select(line => Line(line.Text, $"{arguments.UrlFile}:{line.Number.ToString(CultureInfo.InvariantCulture)}", root)).OfType<HttpUrlLine>().ToList();
        if (lines.Count > MostLines)
        {
            faults.Add(string.Create(CultureInfo.InvariantCulture, $"--url-file '{arguments.UrlFile}' has {lines.Count:#,0} requests, allowed are {MostLines}: each is a row of its own. Write a scenario that takes the addresses from a data feed."));
        }
        else if (read.Count == 0 && faults.Count == before)
        {
            faults.Add($"--url-file '{arguments.UrlFile}' has no request. Write one a line: [METHOD] URL [WEIGHT]");
        }

        return read;
    }

    private Uri? Root()
    {
        if (arguments.Target.Count == 0)
        {
            return null;
        }

        var text = variables.Expand(arguments.Target[^1], "the address", faults);
        if (Uri.TryCreate(text, UriKind.Absolute, out var root) && root.Scheme is "http" or "https" && root.Host.Length > 0)
        {
            return root;
        }

        faults.Add($"'{HttpSecrets.Shown(arguments.Target[^1])}' is not an http or https address. Write http://host:port/");
        return null;
    }

    private HttpUrlLine? Line(string text, string where, Uri? root)
    {
        var words = text.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries).ToList();
        string? method = null;
        if (s_methods.Contains(words[0], StringComparer.OrdinalIgnoreCase))
        {
            method = words[0].ToUpperInvariant();
            words.RemoveAt(0);
        }

        var weight = 1.0;
        if (words.Count == 2 && double.TryParse(words[1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out weight) && weight > 0 && double.IsFinite(weight))
        {
            words.RemoveAt(1);
        }

        if (words.Count != 1)
        {
            faults.Add($"{where}: this is not [METHOD] URL [WEIGHT] with a weight above 0. Write for example: POST /orders 2");
            return null;
        }

        var count = faults.Count;
        var expanded = variables.Expand(words[0], where, faults);
        if (faults.Count > count)
        {
            return null;
        }

        if (!(Uri.TryCreate(expanded, UriKind.Absolute, out var address) && address.Scheme is "http" or "https")
            && (root is null || !expanded.StartsWith('/') || !Uri.TryCreate(root, expanded, out address)))
        {
            faults.Add($"{where}: '{HttpSecrets.Shown(words[0])}' is neither an http or https address nor a path. For paths give the address, too: loadlab http http://host:port/ --url-file {arguments.UrlFile}");
            return null;
        }

        return new HttpUrlLine(method, address!, PathOf(words[0], address!), weight);
    }

    /// <summary>As it was written, where it is a path or names variables; else that of the address.</summary>
    private static string PathOf(string written, Uri address)
    {
        var query = written.IndexOfAny(['?', '#']);
        var path = query < 0 ? written : written[..query];
        return path.StartsWith('/') ? path : VariableText.Has(path) && path.IndexOf('/', path.IndexOf("://", StringComparison.Ordinal) + 3) is > 0 and var at ? path[at..] : address.AbsolutePath;
    }
}
