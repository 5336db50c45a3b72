using System.Buffers;
using System.Net.Http;
using System.Text;

namespace LoadLab.Sdk;

/// <summary>Refuses a header that could not be sent as it is. .NET would leave it out, or send other bytes, without a word. Values are never shown: they may be secrets.</summary>
internal static class HeaderCheck
{
    private static readonly SearchValues<char> s_name = SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    /// <exception cref="ArgumentException">It cannot be sent.</exception>
    public static void Check(HttpRequestMessage request, string name, string value)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(value);
        if (name.Length == 0 || name.AsSpan().ContainsAnyExcept(s_name))
        {
            throw new ArgumentException($"'{name}' is not the name of a header: it has letters, digits and !#$%&'*+-.^_`|~ (RFC 9110, 5.6.2).", nameof(name));
        }

        if (value.AsSpan().ContainsAny('\r', '\n', '\0'))
        {
            throw new ArgumentException($"The header '{name}' has a line break in its value, and cannot be sent.", nameof(value));
        }

        if (!Ascii.IsValid(value))
        {
            throw new ArgumentException($"The header '{name}' has a character in its value that is not ASCII, and cannot be sent. Encode it, for example with Uri.EscapeDataString.", nameof(value));
        }

        if (name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase))
        {
            throw new ArgumentException("The header 'Content-Length' is made from the body. Leave it out.", nameof(name));
        }

        if (name.Equals("Host", StringComparison.OrdinalIgnoreCase) && request.Headers.NonValidated.Contains("Host"))
        {
            throw new ArgumentException("The header 'Host' is given twice. Keep one.", nameof(name));
        }
    }
}
