using System.Text;
using LoadLab.Core.Runs;
using LoadLab.Core.Text;
using LoadLab.Engine.Messages;

namespace LoadLab.Cli.Http;

/// <summary>Reads the request that <c>http</c> sends: method, address, headers, body.</summary>
internal sealed class HttpTargetReader(HttpArguments arguments, List<string> faults, Variables variables)
{
    /// <summary>As a file: standard input.</summary>
    public const string StandardInput = "-";

    private const string TokenMarks = "!#$%&'*+-.^_`|~";

    /// <summary>Headers that say where the body ends: a wrong one would make the connection unreadable.</summary>
    private static readonly string[] Framing = ["Content-Length", "Transfer-Encoding"];

    /// <summary>The request; null when its address cannot be read. Faults are added to the list.</summary>
    public HttpTarget? Read(TimeSpan timeout)
    {
        var form = new HttpFormReader(arguments.Form, faults, variables).Read();
        if (arguments.Target.Count == 0 && arguments.UrlFile is null)
        {
            faults.Add("There is no address. Write loadlab http http://host:port/path, or give --url-file FILE.");
            return null;
        }

        var method = arguments.Target.Count > 1 ? arguments.Target[0].ToUpperInvariant() : form is null && arguments.DataBinary is null ? "GET" : "POST";
        if (!IsToken(method))
        {
            faults.Add($"'{arguments.Target[0]}' is not an HTTP method. Write the method first, then the address: loadlab http GET http://host:port/");
        }

        var headers = arguments.Headers.Select(Header).OfType<KeyValuePair<string, string>>().ToList();
        if (headers.Count(header => header.Key.Equals("Host", StringComparison.OrdinalIgnoreCase)) > 1)
        {
            faults.Add("--header 'Host' is given twice, and a request has one (RFC 9112, 3.2). Keep one.");
        }

        var body = Body();
        if (form is not null)
        {
            body = form.Body;
            AddUnlessGiven(headers, "Content-Type", form.ContentType);
        }

        if (arguments.Compressed)
        {
            AddUnlessGiven(headers, "Accept-Encoding", "gzip, deflate, br");
        }

        AddCookies(headers);
        var user = User();
        var accepted = Accepted();
        var lines = arguments.UrlFile is null ? null : new HttpUrlFile(arguments, faults, variables).Read();
        var address = lines is null ? Address(arguments.Target[^1]) : lines is [var first, ..] ? first.Address : null;
        if (address is null)
        {
            return null;
        }

        user ??= address.UserInfo.Length > 0 ? Uri.UnescapeDataString(address.UserInfo) : null;
        if (user is not null)
        {
            AddUnlessGiven(headers, "Authorization", "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(user)));
        }

        var target = new HttpTarget
        {
            Address = address,
            Method = method,
            Headers = headers,
            Body = body,
            Accepted = accepted,
            Http2 = arguments.Http2,
            Insecure = arguments.Insecure,
            Resend = Resend(method),
            Timeout = timeout,
        };
        if (lines is null)
        {
            return target;
        }

        // A line without a method takes the body's; one that has no body by its nature gets none.
        List<HttpTarget> mix = [.. lines.Select(line => target with
        {
            Address = line.Address, Method = line.Method ?? method, Step = line.StepOf(line.Method ?? method), Weight = line.Weight, Body = (line.Method ?? method) is "GET" or "HEAD" ? default : body,
        })];
        return mix[0] with { Mix = mix };
    }

    private static void AddUnlessGiven(List<KeyValuePair<string, string>> headers, string name, string value)
    {
        if (!headers.Exists(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase)))
        {
            headers.Add(new KeyValuePair<string, string>(name, value));
        }
    }

    /// <summary>One header for all cookies.</summary>
    private void AddCookies(List<KeyValuePair<string, string>> headers)
    {
        var before = faults.Count;
        var pairs = arguments.Cookies.Select(written => (Name: written.Split('=')[0].Trim(), Text: variables.Expand(written, "--cookie", faults))).ToList();
        foreach (var pair in pairs.Where(pair => !IsToken(pair.Name) || !pair.Text.Contains('=', StringComparison.Ordinal) || pair.Text.Any(c => c is < ' ' or > '~')))
        {
            // What stands there may be the secret alone.
            faults.Add($"--cookie '{(IsToken(pair.Name) && pair.Text.Contains('=', StringComparison.Ordinal) ? pair.Name + "=…" : "…")}' is not name=value in printable ASCII. Write for example --cookie session=abc");
        }

        if (faults.Count == before && pairs.Count > 0)
        {
            if (headers.Exists(header => header.Key.Equals("Cookie", StringComparison.OrdinalIgnoreCase)))
            {
                faults.Add("--cookie and a header Cookie are both given. Keep one.");
            }

            headers.Add(new KeyValuePair<string, string>("Cookie", string.Join("; ", pairs.Select(pair => pair.Text))));
        }
    }

    private string? User()
    {
        if (arguments.User is not { } written)
        {
            return null;
        }

        var user = variables.Expand(written, "--user", faults);
        if (user.IndexOf(':', StringComparison.Ordinal) < 1)
        {
            faults.Add("--user is not NAME:PASSWORD. Write for example --user 'tester:${PASSWORD}'");
        }

        if (arguments.Headers.Any(header => header.StartsWith("Authorization:", StringComparison.OrdinalIgnoreCase)))
        {
            faults.Add("--user and a header Authorization are both given. Keep one.");
        }

        return user;
    }

    private StatusSet? Accepted()
    {
        if (arguments.AssertStatus is not { } text)
        {
            return null;
        }

        if (!StatusSet.TryParse(text, out var accepted))
        {
            faults.Add($"--assert-status '{text}' is not a list of statuses from 100 to 599. Write for example 200,201,204-206");
        }

        return accepted;
    }

    private ResendPolicy Resend(string method)
    {
        if (arguments.Resend is not (null or "never" or "idempotent"))
        {
            faults.Add($"--resend '{arguments.Resend}' is not known. Known: never, idempotent.");
        }

        if (arguments.Resend != "idempotent")
        {
            return ResendPolicy.Never;
        }

        if (arguments.Http2)
        {
            faults.Add("--resend goes with HTTP/1.1. With --http2 the server says which requests it never took up, and only those are sent again.");
        }
        else if (!Methods.AreIdempotent(method))
        {
            faults.Add($"--resend idempotent does not go with {method}: sent twice it may act twice. It is for GET, HEAD, OPTIONS, TRACE, PUT and DELETE.");
        }

        return ResendPolicy.Idempotent;
    }

    private Uri? Address(string written)
    {
        var before = faults.Count;
        var text = variables.Expand(written, "the address", faults);
        if (faults.Count > before)
        {
            return null;
        }

        if (Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" && address is { Host.Length: > 0, Port: > 0 })
        {
            return address;
        }

        var shown = HttpSecrets.Shown(written);
        var guess = text.Contains("://", StringComparison.Ordinal) || text.Contains('@', StringComparison.Ordinal) ? "" : $" Did you mean http://{shown.TrimStart('/')}?";
        faults.Add($"'{shown}' is not an http or https address. Write http://host:port/path.{guess}");
        return null;
    }

    private KeyValuePair<string, string>? Header(string text)
    {
        var at = text.IndexOf(':', StringComparison.Ordinal);
        var name = at > 0 ? text[..at].Trim() : "";
        if (!IsToken(name))
        {
            // What stands there may be the secret alone.
            var shown = text.IndexOfAny([' ', '\t']) is > 0 and var end ? text[..end] + " …" : at < 0 && text.Length > 16 ? "…" : at < 0 ? text : text[..at] + ": …";
            faults.Add($"--header '{shown}' is not 'Name: value'. Write for example -H 'Accept: application/json'");
            return null;
        }

        var value = variables.Expand(text[(at + 1)..].Trim(), $"--header '{name}'", faults);
        if (value.Any(c => (c < ' ' && c != '\t') || c == '\u007f'))
        {
            faults.Add($"--header '{name}': the value has a line break or another control character, which a header cannot carry.");
            return null;
        }

        if (!Ascii.IsValid(value))
        {
            faults.Add($"--header '{name}': the value has a character that is not ASCII, and servers read the same bytes in different ways (RFC 9110, 5.5). Encode it as the server expects it, for example as %C3%AB.");
            return null;
        }

        if (Framing.Contains(name, StringComparer.OrdinalIgnoreCase))
        {
            faults.Add($"--header '{name}': LoadLab sets it from the body. Leave it out.");
            return null;
        }

        return new KeyValuePair<string, string>(name, value);
    }

    private ReadOnlyMemory<byte> Body()
    {
        var given = new[] { (arguments.Body is not null, "--body"), (arguments.BodyFile is not null, "--body-file"), (arguments.DataBinary is not null, "--data-binary"), (arguments.Form.Count > 0, "--form") }
            .Where(one => one.Item1).Select(one => one.Item2).ToList();
        if (given.Count > 1)
        {
            faults.Add($"{string.Join(" and ", given)} are {(given.Count == 2 ? "both" : "all")} given. Keep one.");
        }

        var isData = arguments.DataBinary is not null;
        if ((isData ? arguments.DataBinary!.StartsWith('@') ? arguments.DataBinary[1..] : null : arguments.BodyFile) is not { } path)
        {
            return Encoding.UTF8.GetBytes(variables.Expand(arguments.Body ?? arguments.DataBinary ?? "", isData ? "--data-binary" : "--body", faults));
        }

        try
        {
            return path == StandardInput ? ReadInput() : File.ReadAllBytes(path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            faults.Add($"{(isData ? "--data-binary '@" : "--body-file '")}{path}' cannot be read: {fault.Message}");
            return default;
        }
    }

    private static byte[] ReadInput()
    {
        using var input = Console.OpenStandardInput();
        using var body = new MemoryStream();
        input.CopyTo(body);
        return body.ToArray();
    }

    private static bool IsToken(string text) => text.Length > 0 && text.All(c => char.IsAsciiLetterOrDigit(c) || TokenMarks.Contains(c, StringComparison.Ordinal));
}
