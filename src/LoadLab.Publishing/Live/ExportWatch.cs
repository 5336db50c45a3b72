using System.Net.Sockets;

namespace LoadLab.Publishing.Live;

/// <summary>
/// Lies between the exporter and the network, and notes what did not arrive: the exporter itself says nothing to anybody. No redirect is followed: a POST becomes
/// a GET on the way, and a page that answers 200 there has taken nothing. A collector that took only a part says so in its answer. Thread-safe.
/// </summary>
internal sealed class ExportWatch(Action<string> warn) : DelegatingHandler(new HttpClientHandler { AllowAutoRedirect = false })
{
    private const string Protobuf = "application/x-protobuf";

    private readonly Lock _gate = new();
    private int _sent;
    private int _lost;
    private string _last = "";
    private bool _isLastLost;

    /// <summary>Exports until now, those of them that were lost, why the last of these was, and whether the last of all is one.</summary>
    public (int Sent, int Lost, string Last, bool IsLastLost) State
    {
        get
        {
            lock (_gate)
            {
                return (_sent, _lost, _last, _isLastLost);
            }
        }
    }

    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            var answer = base.Send(request, cancellationToken);
            using var body = new MemoryStream();
            if (HasWords(answer))
            {
                using var stream = answer.Content.ReadAsStream(cancellationToken);
                stream.CopyTo(body);
            }

            return Seen(answer, body, request);
        }
        catch (Exception fault) when (fault is HttpRequestException or SocketException or IOException or OperationCanceledException)
        {
            Note(request, fault is OperationCanceledException ? "no answer in time" : fault.Message);
            throw;
        }
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
            using var body = new MemoryStream();
            if (HasWords(answer))
            {
                await using var stream = await answer.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
                await stream.CopyToAsync(body, cancellationToken).ConfigureAwait(false);
            }

            return Seen(answer, body, request);
        }
        catch (Exception fault) when (fault is HttpRequestException or SocketException or IOException or OperationCanceledException)
        {
            Note(request, fault is OperationCanceledException ? "no answer in time" : fault.Message);
            throw;
        }
    }

    private static bool HasWords(HttpResponseMessage answer) => answer.IsSuccessStatusCode && answer.Content.Headers.ContentType?.MediaType == Protobuf;

    private HttpResponseMessage Seen(HttpResponseMessage answer, MemoryStream body, HttpRequestMessage request)
    {
        body.Position = 0;
        Note(request, answer.IsSuccessStatusCode ? OtlpAnswer.Refused(body) : FormattableString.Invariant($"it answered {(int)answer.StatusCode}"));
        if (HasWords(answer))
        {
            // It was read, and can be read once only.
            answer.Content = new ByteArrayContent(body.ToArray());
        }

        return answer;
    }

    private void Note(HttpRequestMessage request, string? fault)
    {
        bool isFirst;
        lock (_gate)
        {
            _sent++;
            isFirst = fault is not null && _last.Length == 0;
            _lost += fault is null ? 0 : 1;
            _last = fault ?? _last;
            _isLastLost = fault is not null;
        }

        if (isFirst)
        {
            warn($"Warning: live figures do not reach {request.RequestUri}: {fault}. The run goes on; its record is whole.");
        }
    }
}
