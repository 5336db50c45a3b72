using System.Net.Http;
using System.Text;
using LoadLab.Core.Runs;
using LoadLab.Engine.Messages;
using LoadLab.Sdk;

namespace LoadLab.Engine.Http;

/// <summary>A request as the bytes that go onto a connection.</summary>
/// <param name="target">The request.</param>
internal sealed class PreparedRequest(HttpTarget target)
{
    /// <summary>Its bytes.</summary>
    public byte[] Bytes { get; } = target.ToBytes();

    /// <summary>Its answer has no body.</summary>
    public bool IsHead { get; } = target.Method == "HEAD";

    /// <summary>It is sent once more when it was lost with a used connection.</summary>
    public bool MayResend { get; } = target.Resend == ResendPolicy.Idempotent && Methods.AreIdempotent(target.Method);

    /// <summary>How many of its failures are kept in full.</summary>
    public ExampleBudget Examples { get; } = new();

    /// <summary>The response of a failure that is kept in full.</summary>
    /// <param name="failed">The response.</param>
    /// <param name="answer">The answer; null for none.</param>
    /// <param name="answerBody">Its body, unpacked; null where the answer has it.</param>
    public IResponse InFull(IResponse failed, HttpResponseMessage? answer = null, byte[]? answerBody = null) => FailedExchange.Of(failed, ToMessage(), target.Body.Span, answer, answerBody);

    /// <summary>The request as it was sent, for people.</summary>
    private HttpRequestMessage ToMessage()
    {
        var message = new HttpRequestMessage(HttpMethod.Parse(target.Method), target.Address) { Content = target.Body.IsEmpty ? null : new ByteArrayContent([]) };
        var head = Bytes.AsSpan(0, Bytes.Length - target.Body.Length);
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
