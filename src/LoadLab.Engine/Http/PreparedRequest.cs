using System.Net.Http;
using System.Text;
using LoadLab.Core.Runs;
using LoadLab.Engine.Messages;
using LoadLab.Engine.Tracing;
using LoadLab.Sdk;

namespace LoadLab.Engine.Http;

/// <summary>A request as the bytes that go onto a connection.</summary>
internal sealed class PreparedRequest
{
    private readonly HttpTarget _target;

    /// <summary>A request.</summary>
    public PreparedRequest(HttpTarget target)
    {
        (_target, Examples) = (target, new ExampleBudget());
        Bytes = target.ToBytes();
        IsHead = target.Method == "HEAD";
        MayResend = target.Resend == ResendPolicy.Idempotent && Methods.AreIdempotent(target.Method);
        OwnTrace = OwnTrace.Of(target);
    }

    private PreparedRequest(PreparedRequest request, string traceParent)
    {
        (_target, Examples) = (request._target, request.Examples);
        var first = request.Bytes.AsSpan().IndexOf("\r\n"u8) + 2;
        Bytes = [.. request.Bytes.AsSpan(0, first), .. Encoding.ASCII.GetBytes($"{TraceParent.HeaderName}: {traceParent}\r\n"), .. request.Bytes.AsSpan(first)];
        (IsHead, MayResend, OwnTrace) = (request.IsHead, request.MayResend, request.OwnTrace);
    }

    /// <summary>Its bytes.</summary>
    public byte[] Bytes { get; }

    /// <summary>Its answer has no body.</summary>
    public bool IsHead { get; }

    /// <summary>It is sent once more when it was lost with a used connection.</summary>
    public bool MayResend { get; }

    /// <summary>What its own headers say of tracing.</summary>
    public OwnTrace OwnTrace { get; }

    /// <summary>The same request in a trace.</summary>
    public PreparedRequest In(RequestTrace trace) => trace.Header is { } header ? new PreparedRequest(this, header) : this;

    /// <summary>How many of its failures are kept in full.</summary>
    public ExampleBudget Examples { get; }

    /// <summary>The response of a failure that is kept in full.</summary>
    /// <param name="failed">The response.</param>
    /// <param name="answer">The answer; null for none.</param>
    /// <param name="answerBody">Its body, unpacked; null where the answer has it.</param>
    public IResponse InFull(IResponse failed, HttpResponseMessage? answer = null, byte[]? answerBody = null) => FailedExchange.Of(failed, ToMessage(), _target.Body.Span, answer, answerBody);

    /// <summary>The request as it was sent, for people.</summary>
    private HttpRequestMessage ToMessage()
    {
        var message = new HttpRequestMessage(HttpMethod.Parse(_target.Method), _target.Address) { Content = _target.Body.IsEmpty ? null : new ByteArrayContent([]) };
        var head = Bytes.AsSpan(0, Bytes.Length - _target.Body.Length);
        var lines = Encoding.Latin1.GetString(head).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        foreach (var line in lines.Skip(1))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (!message.Headers.TryAddWithoutValidation(line[..colon], line[(colon + 2)..]))
            {
                (message.Content ??= new ByteArrayContent([])).Headers.TryAddWithoutValidation(line[..colon], line[(colon + 2)..]);
            }
        }

        return message;
    }
}
