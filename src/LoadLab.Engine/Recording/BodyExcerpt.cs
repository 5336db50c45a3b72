using System.Net.Http;
using System.Text;
using System.Text.RegularExpressions;
using LoadLab.Core.Text;
using LoadLab.Sdk;
using LoadLab.Sdk.Hosting;

namespace LoadLab.Engine.Recording;

/// <summary>A piece of the body that came with a failure: what the target said of it. Headers are never read, for they hold secrets.</summary>
internal static partial class BodyExcerpt
{
    /// <summary>Most bytes that are looked at.</summary>
    public const int MostBytes = 4096;

    /// <summary>Most characters that are kept.</summary>
    private const int Longest = 200;

    /// <summary>The piece; empty when the response brought no body that can be read without waiting.</summary>
    public static string Of(IResponse response)
    {
        switch (response)
        {
            case IFailureEvidence { Evidence: { Answer: { } answer, HasWholeAnswer: true } evidence }:
                return Of(evidence.AnswerBody ?? HeadOf(answer).Head);
            case Response<byte[]> { Payload.IsSome: true } bytes:
                return Of(bytes.Payload.Value);
            case Response<string> { Payload.IsSome: true } text:
                return Readable(text.Payload.Value);
            default:
                return "";
        }
    }

    /// <summary>The text of bytes; how many they are when they are no text.</summary>
    internal static string Of(ReadOnlySpan<byte> body)
    {
        var head = body[..Math.Min(body.Length, MostBytes)];
        var text = Encoding.UTF8.GetString(head);
        var strange = text.AsSpan(0, Math.Min(text.Length, Longest)).Count('\uFFFD') + head.Count((byte)0);
        return strange * 10 > Math.Min(text.Length, Longest) ? FormattableString.Invariant($"({body.Length:#,0} bytes that are no text)") : Readable(text);
    }

    /// <summary>The first bytes of an answer's body, and how many there are; nothing when it is not there any more.</summary>
    internal static (byte[] Head, long Length) HeadOf(HttpResponseMessage answer)
    {
        try
        {
            // Writes what is in memory already, and leaves the body's stream, which is the scenario's, where it stands.
            using var head = new Head();
            answer.Content.CopyTo(head, null, CancellationToken.None);
            return (head.ToArray(), answer.Content.Headers.ContentLength ?? head.Length);
        }
        catch (Exception gone) when (gone is ObjectDisposedException or InvalidOperationException or IOException or HttpRequestException or NotSupportedException)
        {
            return ([], 0); // The scenario has put its answer away already: what is told of the failure goes without its body.
        }
    }

    /// <summary>Pages of errors are mostly markup: their words are what counts.</summary>
    private static string Readable(string text)
    {
        var trimmed = text.AsSpan().TrimStart();
        try
        {
            return PlainText.Line(
                trimmed.StartsWith("<!doctype html", StringComparison.OrdinalIgnoreCase) || trimmed.StartsWith("<html", StringComparison.OrdinalIgnoreCase)
                    ? System.Net.WebUtility.HtmlDecode(Markup().Replace(text, " "))
                    : HttpMessageText.WithoutSecrets(text[..Math.Min(text.Length, MostBytes)]),
                Longest);
        }
        catch (RegexMatchTimeoutException)
        {
            return "(not shown: it could not be searched in time for what is secret)";
        }
    }

    [GeneratedRegex("<(script|style|title)\\b.*?(</\\1>|$)|<!--.*?(-->|$)|<[^>]*(>|$)", RegexOptions.IgnoreCase | RegexOptions.Singleline | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Markup();

    /// <summary>Takes the first bytes of what is written to it.</summary>
    private sealed class Head : MemoryStream
    {
        /// <summary>All other ways to write end here.</summary>
        public override void Write(byte[] buffer, int offset, int count) => base.Write(buffer, offset, (int)Math.Min(count, MostBytes - Length));
    }
}
