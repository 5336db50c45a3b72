using System.Net;
using LoadLab.Stacks.Clients;

namespace LoadLab.Stacks.Probes;

/// <summary>The pages of metrics of the instances of one API. What answers that it has none is asked no more.</summary>
/// <param name="addresses">Where they are.</param>
internal sealed class MetricsSource(IReadOnlyList<Uri> addresses) : IDisposable
{
    // The answers that do not change while a run lasts.
    private static readonly HashSet<HttpStatusCode> s_none =
    [
        HttpStatusCode.NotFound, HttpStatusCode.MethodNotAllowed, HttpStatusCode.Gone, HttpStatusCode.Unauthorized, HttpStatusCode.Forbidden,
        HttpStatusCode.NotAcceptable, HttpStatusCode.NotImplemented,
    ];

    private static readonly string[] s_notText = ["text/html", "application/json", "application/xhtml+xml"];

    private readonly HttpClient _client = new(new SocketsHttpHandler { UseProxy = !addresses.All(address => address.IsLoopback) }) { Timeout = Timeout.InfiniteTimeSpan };
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    /// <summary>For people: the addresses, without anything secret.</summary>
    public string Where => string.Join(", ", addresses.Select(Redaction.Address));

    /// <summary>Why there are no metrics, as a sentence without its full stop; null while there are some, or while it is not known yet.</summary>
    public string? Nothing { get; private set; }

    /// <summary>Names of metrics that were there at least once.</summary>
    public IReadOnlyCollection<string> Names => _names;

    /// <summary>All samples of each instance; no instance once it is known that there are none.</summary>
    /// <exception cref="InvalidOperationException">An instance answered with an error that may pass.</exception>
    /// <exception cref="FormatException">What it answered cannot be read.</exception>
    public async Task<IReadOnlyList<IReadOnlyList<PrometheusSample>>> ReadAsync(CancellationToken cancellationToken)
    {
        if (Nothing is not null)
            return [];
        var pages = await Task.WhenAll(addresses.Select(address => ScrapeAsync(address, cancellationToken))).ConfigureAwait(false);
        _names.UnionWith(pages.SelectMany(page => page).Select(sample => sample.Name));
        return pages;
    }

    public void Dispose() => _client.Dispose();

    private async Task<IReadOnlyList<PrometheusSample>> ScrapeAsync(Uri address, CancellationToken cancellationToken)
    {
        using var answer = await _client.GetAsync(address, cancellationToken).ConfigureAwait(false);
        var isFirst = _names.Count == 0;
        if (isFirst && s_none.Contains(answer.StatusCode))
            return None($"{Redaction.Address(address)} answered {(int)answer.StatusCode}");
        if (!answer.IsSuccessStatusCode)
            throw new InvalidOperationException($"{Redaction.Address(address)} answered {(int)answer.StatusCode}, not 200");
        return isFirst && s_notText.FirstOrDefault(type => type == answer.Content.Headers.ContentType?.MediaType) is { } type
            ? None($"{Redaction.Address(address)} answers with {type}, not with Prometheus text")
            : PrometheusText.Parse(await answer.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false));
    }

    private IReadOnlyList<PrometheusSample> None(string why)
    {
        Nothing ??= why;
        return [];
    }
}
