namespace LoadLab.Publishing.Live;

/// <summary>
/// Lies between the exporter and the network, and notes what did not arrive: the exporter itself says nothing to anybody. No redirect is followed: a POST becomes
/// a GET on the way, and a page that answers 200 there has taken nothing. Thread-safe.
/// </summary>
internal sealed class ExportWatch(Action<string> warn) : DelegatingHandler(new HttpClientHandler { AllowAutoRedirect = false })
{
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
            return Seen(base.Send(request, cancellationToken), request);
        }
        catch (Exception fault) when (fault is HttpRequestException or OperationCanceledException)
        {
            Note(request, fault is HttpRequestException ? fault.Message : "no answer in time");
            throw;
        }
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            return Seen(await base.SendAsync(request, cancellationToken).ConfigureAwait(false), request);
        }
        catch (Exception fault) when (fault is HttpRequestException or OperationCanceledException)
        {
            Note(request, fault is HttpRequestException ? fault.Message : "no answer in time");
            throw;
        }
    }

    private HttpResponseMessage Seen(HttpResponseMessage answer, HttpRequestMessage request)
    {
        Note(request, answer.IsSuccessStatusCode ? null : FormattableString.Invariant($"it answered {(int)answer.StatusCode}"));
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
