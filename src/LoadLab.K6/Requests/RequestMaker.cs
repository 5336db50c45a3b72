using System.Text;
using LoadLab.Core.Running;
using LoadLab.K6.State;

namespace LoadLab.K6.Requests;

/// <summary>Makes what goes onto the connection of what the script asked for.</summary>
internal static class RequestMaker
{
    /// <summary>Headers that do not follow a redirect to another host, as in Go.</summary>
    private static readonly HashSet<string> Sensitive = new(StringComparer.OrdinalIgnoreCase) { "Authorization", "Www-Authenticate", "Cookie", "Cookie2" };

    public static TimedRequest Make(UserState user, HttpCall call, Hop hop)
    {
        var url = hop.Url;
        var request = new TimedRequest(hop.Method, url, user.Test.Time);
        if (hop.Body is not null)
        {
            request.Content = new ByteArrayContent(hop.Body);
        }

        var isElsewhere = !IsWithin(url.IdnHost, call.Url.IdnHost);
        foreach (var (name, value) in call.Headers)
        {
            if (!(isElsewhere && Sensitive.Contains(name)) && !request.Headers.TryAddWithoutValidation(name, value) && request.Content is { } content)
            {
                content.Headers.Remove(name);
                content.Headers.TryAddWithoutValidation(name, value);
            }
        }

        if (!request.Headers.NonValidated.Contains("User-Agent"))
        {
            request.Headers.TryAddWithoutValidation("User-Agent", user.Test.Requests.UserAgent);
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

        AddCookies(call, url, request);
        return request;
    }

    /// <summary>The request's own first, then those of its jar that they do not replace.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Cookies(HttpCall call, Uri url)
    {
        var own = call.Cookies.Select(cookie => new KeyValuePair<string, string>(cookie.Name, cookie.Value));
        return call.Jar.IsEmpty ? own : own.Concat(call.Jar.For(url)
            .Where(kept => !call.Cookies.Any(cookie => cookie.Replaces && cookie.Name == kept.Name)).Select(kept => new KeyValuePair<string, string>(kept.Name, kept.Value)));
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
