using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using LoadLab.Core;
using LoadLab.Core.Text;
using LoadLab.Core.Tls;
using LoadLab.Core.Yaml;

namespace LoadLab.Stacks.Prometheus;

/// <summary>
/// Asks a Prometheus over its HTTP API. What may pass by itself (a time-out, 429, 502, 503, 504, a broken connection) is tried again;
/// what does not is told at once. Thread-safe.
/// </summary>
public sealed class PrometheusClient : IDisposable
{
    /// <summary>Attempts at one query.</summary>
    public const int Attempts = 4;

    private readonly HttpClient _http;
    private readonly PrometheusAddress _address;
    private readonly TimeProvider _time;
    private readonly TimeSpan _timeout;
    private readonly bool _isNetwork;

    /// <summary>A client.</summary>
    /// <param name="address">Where Prometheus answers.</param>
    /// <param name="timeout">Longest time for one attempt.</param>
    /// <param name="time">The clock for waiting between attempts.</param>
    /// <param name="handler">How requests travel; null for the network.</param>
    public PrometheusClient(PrometheusAddress address, TimeSpan timeout, TimeProvider time, HttpMessageHandler? handler = null)
    {
        ArgumentNullException.ThrowIfNull(address);
        (_address, _timeout, _time, _isNetwork) = (address, timeout, time, handler is null);

        // A redirect turns a POST into a GET without a query, and what answers then is a page: better told.
        _http = new HttpClient(handler ?? new SocketsHttpHandler { AllowAutoRedirect = false, AutomaticDecompression = DecompressionMethods.All }) { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>The values of a query at each step from <paramref name="start"/> to <paramref name="end"/>, both included.</summary>
    /// <exception cref="LoadLabException">It did not answer, or not with values (104). The message has neither the query nor the row: the caller knows them.</exception>
    public async Task<PrometheusAnswer> QueryRangeAsync(string query, DateTimeOffset start, DateTimeOffset end, TimeSpan step, CancellationToken cancellationToken)
    {
        var (answer, wrongQuery) = await TryQueryRangeAsync(query, start, end, step, cancellationToken).ConfigureAwait(false);
        return answer ?? throw wrongQuery!;
    }

    /// <summary>The same for a caller that has other queries: a fault of the query itself is a result.</summary>
    internal async Task<(PrometheusAnswer? Answer, LoadLabException? WrongQuery)> TryQueryRangeAsync(
        string query, DateTimeOffset start, DateTimeOffset end, TimeSpan step, CancellationToken cancellationToken)
    {
        var fields = new Dictionary<string, string>
        {
            ["query"] = query,
            ["start"] = Seconds(start.ToUnixTimeMilliseconds()),
            ["end"] = Seconds(end.ToUnixTimeMilliseconds()),
            ["step"] = Seconds((long)step.TotalMilliseconds),
        };
        for (var attempt = 1; ; attempt++)
        {
            var (body, fault) = await AskAsync(fields, cancellationToken).ConfigureAwait(false);
            switch (fault)
            {
                case null:
                    return (AnswerReader.Read(body), null);
                case { Kind: PrometheusFaultKind.Query }:
                    return (null, fault.Exception);
                case { Kind: PrometheusFaultKind.Permanent }:
                    throw fault.Exception;
                case var _ when attempt == Attempts:
                    throw new LoadLabException(fault.Exception.ExitCode, $"{fault.Exception.Message} Tried {attempt} times.", fault.Exception.Hint, fault.Exception);
            }

            await Task.Delay(TimeSpan.FromSeconds(1 << (attempt - 1)), _time, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private async Task<(byte[] Body, PrometheusFault? Fault)> AskAsync(Dictionary<string, string> fields, CancellationToken cancellationToken)
    {
        // A query of the catalogue may be longer than an address may be, so it goes in the body.
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_address.Address, "api/v1/query_range")) { Content = new FormUrlEncodedContent(fields) };
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        if (_address.Token is { } token)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        using var timeout = new CancellationTokenSource(_timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            using var response = await _http.SendAsync(request, either.Token).ConfigureAwait(false);
            var body = await response.Content.ReadAsByteArrayAsync(either.Token).ConfigureAwait(false);
            return response.IsSuccessStatusCode ? (body, null) : ([], StatusFault(response, body));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return ([], Fault(PrometheusFaultKind.Transient, $"it did not answer within {DurationValue.Format(_timeout)}.", "Give it longer with --timeout, or ask for a shorter period."));
        }
        catch (HttpRequestException fault)
        {
            if (_isNetwork && fault.HttpRequestError is not (HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError) && await TlsDiagnosis.FindAsync(_address.Address, cancellationToken).ConfigureAwait(false) is { } tls)
                return ([], Fault(PrometheusFaultKind.Permanent, $"it cannot be reached: {tls.Message}.", $"{tls.Advice} --url is {_address.Address}".TrimStart()));
            var isRefused = fault.HttpRequestError is HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError
                || (fault.InnerException as SocketException)?.SocketErrorCode == SocketError.ConnectionRefused;
            return ([], Fault(isRefused ? PrometheusFaultKind.Permanent : PrometheusFaultKind.Transient, $"it cannot be reached: {fault.Message.TrimEnd('.')}.", "Is Prometheus running, and is --url its address?"));
        }
        catch (SocketException fault)
        {
            // .NET's client lets it through as it is when the other side has gone between connecting and sending.
            return ([], Fault(PrometheusFaultKind.Transient, $"it cannot be reached: {fault.Message.TrimEnd('.')}.", "Is Prometheus running, and is --url its address?"));
        }
    }

    private PrometheusFault StatusFault(HttpResponseMessage response, byte[] body)
    {
        var status = ((int)response.StatusCode).ToString(CultureInfo.InvariantCulture);
        var kind = IsTransient(response.StatusCode) ? PrometheusFaultKind.Transient : PrometheusFaultKind.Permanent;
        return response.StatusCode switch
        {
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => _address.Token is null
                ? Fault(kind, $"it answers {status} and wants to know who asks.", "Put a bearer token into a variable of the environment and name it: --token-env NAME")
                : Fault(kind, $"it answers {status}: it does not take the token.", "Is the variable that --token-env names the right one, and is the token still good?"),
            HttpStatusCode.BadRequest or HttpStatusCode.UnprocessableEntity when AnswerReader.Fault(body) is { } words =>
                Fault(PrometheusFaultKind.Query, $"it answers {status}, {words}", "Put the query right in the catalogue."),
            _ when AnswerReader.Fault(body) is { } words => Fault(kind, $"it answers {status}, {words}", null),
            HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed => Fault(
                kind, $"it answers {status} at {_address.Address}api/v1/query_range.", "Is there a path prefix? Prometheus' own address ends where /api/v1 begins."),
            >= HttpStatusCode.MultipleChoices and < HttpStatusCode.BadRequest => Fault(
                kind, $"it answers {status} and sends on to {WithoutQuery(response.Headers.Location)}.", "Give the address behind it with --url."),
            _ => Fault(kind, $"it answers {status}: {AnswerReader.Excerpt(body)}", null),
        };
    }

    /// <summary>A place to log in may have secrets in its query, or a user and password: none of these is told.</summary>
    private static string WithoutQuery(Uri? location) => location is null ? "nowhere" : location.IsAbsoluteUri ? SecretText.Address(location) : location.OriginalString.Split('?', '#')[0];

    private static bool IsTransient(HttpStatusCode status) =>
        status is HttpStatusCode.TooManyRequests or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout;

    private static PrometheusFault Fault(PrometheusFaultKind kind, string message, string? hint) => new(kind, new LoadLabException(ExitCode.BadConfiguration, message, hint));

    private static string Seconds(long milliseconds) => (milliseconds / 1000m).ToString("0.###", CultureInfo.InvariantCulture);
}
