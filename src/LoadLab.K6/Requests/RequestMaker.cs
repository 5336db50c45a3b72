using System.Net;
using System.Text;
using LoadLab.Core.Running;
using LoadLab.K6.State;

namespace LoadLab.K6.Requests;

/// <summary>Makes what goes onto the connection of what the script asked for.</summary>
internal static class RequestMaker
{
    /// <summary>Headers that do not follow a redirect to another host, as in Go.</summary>
    private static readonly HashSet<string> Sensitive = new(StringComparer.OrdinalIgnoreCase) { "Authorization", "Www-Authenticate", "Cookie", "Cookie2" };

    private static readonly System.Buffers.SearchValues<char> CookieBytes = System.Buffers.SearchValues.Create(
        [.. Enumerable.Range(' ', '~' - ' ' + 1).Select(code => (char)code).Where(letter => letter is not ('"' or ';' or '\\'))]);

    public static TimedRequest Make(UserState user, HttpCall call, Hop hop)
    {
        var url = hop.Url;
        var options = user.Test.Requests;
        var target = HostRoute.Of(url, options);
        var request = new TimedRequest(hop.Method, target, user.Test.Time)
        {
            AcceptsAnyCertificate = options.AcceptsAnyCertificate,
            Step = call.Step,
            HasOwnTimeout = call.Timeout is not null,

            // As in k6, only a batch has a limit, which its sender keeps: a request that waits here would look slow.
            MostConnections = int.MaxValue,
        };
        if (url.Scheme == Uri.UriSchemeHttps && !options.NoConnectionReuse)
        {
            // As in k6, the handshake of TLS chooses. Over HTTP/2 requests would share a connection, whoever asks for one of his own.
            (request.Version, request.VersionPolicy) = (HttpVersion.Version20, HttpVersionPolicy.RequestVersionOrLower);
        }

        if (hop.Body is not null)
        {
            request.Content = new ByteArrayContent(hop.Body);
        }

        var isElsewhere = !ReferenceEquals(url, call.Url) && !IsWithin(url.IdnHost, call.Url.IdnHost);
        foreach (var (name, value) in call.Headers)
        {
            // As in Go, how long the body is says the body.
            if (name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase)
                || (hop.IsRedirect && name.Equals("Cookie", StringComparison.OrdinalIgnoreCase)) || (!hop.HasHost && name.Equals("Host", StringComparison.OrdinalIgnoreCase)))
            {
                continue;
            }

            if (!(isElsewhere && Sensitive.Contains(name)) && !request.Headers.TryAddWithoutValidation(name, value) && hop.HasContent)
            {
                // A request without a body says all the same of what type it is not, as k6's do.
                var content = request.Content ??= new ByteArrayContent([]);
                content.Headers.Remove(name);
                content.Headers.TryAddWithoutValidation(name, value);
            }
        }

        if (!ReferenceEquals(target, url) && !request.Headers.NonValidated.Contains("Host"))
        {
            request.Headers.TryAddWithoutValidation("Host", url.IsDefaultPort ? url.IdnHost : FormattableString.Invariant($"{url.IdnHost}:{url.Port}"));
        }

        if (options.NoConnectionReuse && !request.Headers.NonValidated.Contains("Connection"))
        {
            request.Headers.TryAddWithoutValidation("Connection", "close");
        }

        if (!request.Headers.NonValidated.Contains("User-Agent"))
        {
            request.Headers.TryAddWithoutValidation("User-Agent", options.UserAgent);
        }

        if (hop.Authorization is not null)
        {
            request.Headers.Remove("Authorization");
            request.Headers.TryAddWithoutValidation("Authorization", hop.Authorization);
        }
        else if (url.UserInfo.Length > 0 && !call.IsDigest && !request.Headers.NonValidated.Contains("Authorization"))
        {
            request.Headers.TryAddWithoutValidation("Authorization", "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(Uri.UnescapeDataString(url.UserInfo))));
        }

        if (hop.Referer is not null && !request.Headers.NonValidated.Contains("Referer"))
        {
            request.Headers.TryAddWithoutValidation("Referer", hop.Referer);
        }

        AddCookies(call, url, request);
        return request;
    }

    /// <summary>The request's own first, then those of its jar that they do not replace.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Cookies(HttpCall call, Uri url)
    {
        var own = call.Cookies.Select(cookie => new KeyValuePair<string, string>(cookie.Name, Written(cookie.Value)));
        return call.Jar.IsEmpty ? own : own.Concat(call.Jar.For(url)
            .Where(kept => !call.Cookies.Any(cookie => cookie.Replaces && cookie.Name == kept.Name)).Select(kept => new KeyValuePair<string, string>(kept.Name, Written(kept.Value))));
    }

    /// <summary>A value as Go writes it: without bytes that no cookie may have, and in quotes where it has a space or a comma.</summary>
    private static string Written(string value)
    {
        var kept = value.AsSpan().ContainsAnyExcept(CookieBytes) ? string.Concat(value.Where(letter => CookieBytes.Contains(letter))) : value;
        return kept.AsSpan().ContainsAny(' ', ',') ? $"\"{kept}\"" : kept;
    }

    private static void AddCookies(HttpCall call, Uri url, TimedRequest request)
    {
        if (call.Cookies.Count == 0 && call.Jar.IsEmpty)
        {
            return;
        }

        var cookies = string.Join("; ", Cookies(call, url).Select(cookie => $"{cookie.Key}={cookie.Value}"));
        if (cookies.Length > 0)
        {
            // A Cookie header of the script's own is one line with them.
            var own = request.Headers.NonValidated.TryGetValues("Cookie", out var given) ? string.Join("; ", given) + "; " : "";
            request.Headers.Remove("Cookie");
            request.Headers.TryAddWithoutValidation("Cookie", own + cookies);
        }
    }

    private static bool IsWithin(string host, string of) => host.Equals(of, StringComparison.OrdinalIgnoreCase) || host.EndsWith("." + of, StringComparison.OrdinalIgnoreCase);
}
