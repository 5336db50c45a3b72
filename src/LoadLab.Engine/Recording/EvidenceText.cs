using System.Net.Http;
using LoadLab.Core.Runs;
using LoadLab.Core.Text;
using LoadLab.Sdk;
using LoadLab.Sdk.Hosting;

namespace LoadLab.Engine.Recording;

/// <summary>What a failure came from, as text of bounded length.</summary>
internal static class EvidenceText
{
    private const int LongestMessage = 300;
    private const int LongestHead = 3_000;
    private const int LongestBody = 2_000;
    private const int LongestStack = 4_000;

    /// <summary>An example without its names.</summary>
    public static FailureExample Of(FailureEvidence evidence, IResponse response) => new(
        "", "", "", "", PlainText.Line(response.Message, LongestMessage, tellsLength: true),
        evidence.Request is { } request ? Request(request, evidence.RequestBody) : "",
        evidence.Answer is { } answer ? Answer(answer, evidence) : "",
        evidence.Fault is { } fault ? Cut(PlainText.Whole(fault.ToString()), LongestStack) : "");

    private static string Request(HttpRequestMessage request, byte[]? body)
    {
        var head = Head(() => HttpMessageText.Head(request));
        return body is { Length: > 0 } ? head + "\n\n" + Body(body, Length(request.Content) ?? body.Length) : head;
    }

    private static string Answer(HttpResponseMessage answer, FailureEvidence evidence)
    {
        var head = Head(() => HttpMessageText.Head(answer));
        if (!evidence.HasWholeAnswer)
        {
            return head;
        }

        var (body, length) = evidence.AnswerBody is { } unpacked ? (unpacked, unpacked.Length) : BodyExcerpt.HeadOf(answer);
        return body.Length > 0 ? head + "\n\n" + Body(body, length) : head;
    }

    private static string Body(byte[] body, long length)
    {
        try
        {
            return HttpMessageText.Body(body, length, LongestBody);
        }
        catch (System.Text.RegularExpressions.RegexMatchTimeoutException)
        {
            return "(not shown: it could not be searched in time for what is secret)";
        }
    }

    private static string Head(Func<IReadOnlyList<string>> lines)
    {
        try
        {
            return Cut(string.Join('\n', lines()), LongestHead);
        }
        catch (ObjectDisposedException)
        {
            return ""; // The scenario has put it away already.
        }
    }

    private static long? Length(HttpContent? content)
    {
        try
        {
            return content?.Headers.ContentLength;
        }
        catch (ObjectDisposedException)
        {
            return null;
        }
    }

    private static string Cut(string text, int longest)
    {
        if (text.Length <= longest)
        {
            return text;
        }

        var end = char.IsHighSurrogate(text[longest - 1]) ? longest - 1 : longest;
        return FormattableString.Invariant($"{text[..end].TrimEnd()}… (cut; {text.Length:#,0} characters in all)");
    }
}
