using System.Globalization;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Text;

namespace LoadLab.Core.Text;

/// <summary>What may be shown of a request or an answer: values that are secret by their name are hidden, long bodies are cut and say their size. Pure functions.</summary>
public static class HttpMessageText
{
    /// <summary>Most bytes of a body that are looked at.</summary>
    public const int MostBytes = 64 * 1024;

    /// <summary>What stands in the place of a secret.</summary>
    internal const string HiddenValue = "(hidden)";

    private static readonly string[] MoreSecretWords = ["signature", "jwt", "sessionid", "accesskey", "privatekey", "passphrase", "otp"];

    /// <summary>The lines of a request's head: method, address and version, then its headers.</summary>
    public static IReadOnlyList<string> Head(HttpRequestMessage request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return [$"{request.Method} {(request.RequestUri is { } address ? Address(address) : "?")} HTTP/{request.Version}", .. Headers(request.Headers, request.Content?.Headers)];
    }

    /// <summary>The lines of an answer's head: version, status and reason, then its headers.</summary>
    public static IReadOnlyList<string> Head(HttpResponseMessage answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        return [PlainText.Inline(FormattableString.Invariant($"HTTP/{answer.Version} {(int)answer.StatusCode} {answer.ReasonPhrase}").TrimEnd()), .. Headers(answer.Headers, answer.Content.Headers)];
    }

    /// <summary>An address without user, password and fragment, the values of secret parameters hidden.</summary>
    public static string Address(Uri address)
    {
        ArgumentNullException.ThrowIfNull(address);
        var text = address.IsAbsoluteUri ? address.GetComponents(UriComponents.SchemeAndServer | UriComponents.PathAndQuery, UriFormat.UriEscaped) : address.OriginalString;
        text = text.Split('#')[0];
        var query = text.IndexOf('?', StringComparison.Ordinal);
        return PlainText.Inline(query < 0 ? text : text[..(query + 1)] + BodySecrets.HideFields(text[(query + 1)..]));
    }

    /// <summary>The value of a header as it may be shown.</summary>
    public static string Header(string name, string value)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(value);
        if (name.Equals("Set-Cookie", StringComparison.OrdinalIgnoreCase))
        {
            var end = value.IndexOf(';', StringComparison.Ordinal) is >= 0 and var at ? at : value.Length;
            return Cookie(value[..end]) + PlainText.Inline(value[end..]);
        }

        if (name.Equals("Cookie", StringComparison.OrdinalIgnoreCase))
        {
            return string.Join("; ", value.Split(';', StringSplitOptions.TrimEntries).Select(Cookie));
        }

        if (IsSecret(name))
        {
            var space = value.IndexOf(' ', StringComparison.Ordinal);
            return space > 0 && name.EndsWith("Authorization", StringComparison.OrdinalIgnoreCase) ? $"{PlainText.Inline(value[..space])} {Hidden(value[(space + 1)..])}" : Hidden(value);
        }

        return name is "Location" or "Referer" or "Content-Location" && Uri.TryCreate(value, UriKind.RelativeOrAbsolute, out var address) ? Address(address) : PlainText.Inline(BodySecrets.HideParameters(value));
    }

    /// <summary>A body as text: what is secret by its name is hidden, what is long is cut and says its size, what is no text says its size alone.</summary>
    /// <param name="body">Its first bytes, at most <see cref="MostBytes"/>.</param>
    /// <param name="whole">How many bytes it has.</param>
    /// <param name="longest">Most characters.</param>
    public static string Body(ReadOnlySpan<byte> body, long whole, int longest)
    {
        var text = Encoding.UTF8.GetString(body[..Math.Min(body.Length, MostBytes)]);
        var looked = text.AsSpan(0, Math.Min(text.Length, 1000));
        if ((looked.Count('\uFFFD') + looked.Count('\0')) * 10 > looked.Length)
        {
            return string.Create(CultureInfo.InvariantCulture, $"({whole:#,0} bytes that are no text)");
        }

        var shown = PlainText.Whole(WithoutSecrets(text));
        if (shown.Length <= longest && body.Length >= whole)
        {
            return shown.TrimEnd();
        }

        var end = Math.Min(longest, shown.Length);
        end -= end > 0 && char.IsHighSurrogate(shown[end - 1]) ? 1 : 0;
        return string.Create(CultureInfo.InvariantCulture, $"{shown[..end].TrimEnd()}… (cut; {whole:#,0} bytes in all)");
    }

    /// <summary>A body with the values hidden that are secret by their names: of JSON however deep, of a form, of an address, of markup.</summary>
    public static string WithoutSecrets(string body)
    {
        ArgumentNullException.ThrowIfNull(body);
        return BodySecrets.Hide(body);
    }

    /// <summary>True when a value of this name is secret. Of a path, as forms have it (<c>user[password]</c>), the last part counts.</summary>
    public static bool IsSecret(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var last = name.AsSpan().TrimEnd("[]0123456789");
        last = last[(last.LastIndexOfAny('[', '.') + 1)..];
        if (SecretText.IsSecretName(last.ToString()) || last.Equals("sig", StringComparison.OrdinalIgnoreCase) || last.Equals("sid", StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        var word = last.ToString().Replace("_", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal);
        return MoreSecretWords.Any(secret => word.EndsWith(secret, StringComparison.OrdinalIgnoreCase));
    }

    private static IEnumerable<string> Headers(HttpHeaders headers, HttpHeaders? ofBody) =>
        headers.NonValidated.Concat(ofBody?.NonValidated ?? default).SelectMany(header => header.Value.Select(value => $"{PlainText.Inline(header.Key)}: {Header(header.Key, value)}"));

    private static string Hidden(string value) => string.Create(CultureInfo.InvariantCulture, $"(hidden, {value.Length} characters)");

    private static string Cookie(string pair) => pair.IndexOf('=', StringComparison.Ordinal) is > 0 and var at ? $"{PlainText.Inline(pair[..at])}={Hidden(pair[(at + 1)..])}" : Hidden(pair);
}
