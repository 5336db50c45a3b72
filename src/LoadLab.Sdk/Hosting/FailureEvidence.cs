using System.Net.Http;

namespace LoadLab.Sdk.Hosting;

/// <summary>What a failure came from, so that the report can show it.</summary>
public sealed class FailureEvidence
{
    /// <summary>Most bytes of a request's body that are kept.</summary>
    public const int MostBytes = 4096;

    /// <summary>So many a second and status keep their requests' bodies: the first of each kind are among them, and a target that fails all requests costs no more.</summary>
    private const int PerSecond = 50;

    /// <summary>The place of those without a status.</summary>
    private const int NoStatus = 600;

    private static readonly long[] s_seconds = new long[NoStatus + 1];
    private static readonly int[] s_left = new int[NoStatus + 1];

    /// <summary>The request; null when none is known.</summary>
    public HttpRequestMessage? Request { get; init; }

    /// <summary>The first bytes of its body; null when they are not known.</summary>
    public byte[]? RequestBody { get; init; }

    /// <summary>The answer; null when there was none.</summary>
    public HttpResponseMessage? Answer { get; init; }

    /// <summary>Whether the body of the answer is in memory. One that is not is the scenario's to read.</summary>
    public bool HasWholeAnswer { get; init; }

    /// <summary>The first bytes of that body, unpacked; null where <see cref="Answer"/> itself has them.</summary>
    public byte[]? AnswerBody { get; init; }

    /// <summary>The exception; null when there was none.</summary>
    public Exception? Fault { get; init; }

    /// <summary>Of an answer that knows its request, with its body in memory.</summary>
    internal static FailureEvidence Of(HttpResponseMessage answer) => new() { Request = answer.RequestMessage, Answer = answer, HasWholeAnswer = true };

    /// <summary>
    /// What a response is to keep of a failed request: most often the answer or the fault alone, and now and then the request and its body, which are gone
    /// once the scenario has put them away.
    /// </summary>
    internal static object? Of(HttpRequestMessage request, HttpResponseMessage? answer, bool isWhole, Exception? fault) =>
        MayKeepMore(answer is null ? NoStatus : Math.Min((int)answer.StatusCode, NoStatus)) ? new FailureEvidence { Request = request, RequestBody = BodyOf(request.Content), Answer = answer, HasWholeAnswer = isWhole, Fault = fault }
        : fault is not null ? fault
        : isWhole ? answer : null;

    private static bool MayKeepMore(int status)
    {
        // Never 0, so that the first second is a new one.
        var second = (Environment.TickCount64 / 1000) + 1;
        if (Interlocked.Exchange(ref s_seconds[status], second) != second)
        {
            Volatile.Write(ref s_left[status], PerSecond);
        }

        return Volatile.Read(ref s_left[status]) > 0 && Interlocked.Decrement(ref s_left[status]) >= 0;
    }

    private static byte[]? BodyOf(HttpContent? content)
    {
        if (content is not ByteArrayContent)
        {
            return null;
        }

        try
        {
            using var head = new MemoryHead(MostBytes);
            content.CopyTo(head, null, CancellationToken.None);
            return head.ToArray();
        }
        catch (ObjectDisposedException)
        {
            return null; // The scenario has put it away already.
        }
    }

    /// <summary>Takes the first bytes of what is written to it.</summary>
    private sealed class MemoryHead(int most) : MemoryStream
    {
        public override void Write(byte[] buffer, int offset, int count) => base.Write(buffer, offset, (int)Math.Min(count, most - Length));

        public override void Write(ReadOnlySpan<byte> buffer) => base.Write(buffer[..(int)Math.Min(buffer.Length, most - Length)]);
    }
}
