using System.Globalization;
using System.Net.Sockets;
using System.Text.Json;
using LoadLab.Core.Catalogue;
using LoadLab.Core.Catalogue.Document;
using LoadLab.Core.Production;
using LoadLab.Core.Text;
using LoadLab.Core.Yaml;
using LoadLab.Monitoring.Rows;

namespace LoadLab.Monitoring.Healing;

/// <summary>A health address, or a row of the catalogue that Prometheus is asked for over the last slice. No answer is never "well".</summary>
internal sealed class Recovery(SloCatalogue catalogue, Uri? prometheus, HttpClient http, TimeProvider time) : IRecovery
{
    private const int MostBytes = 1024 * 1024;
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    public TimeSpan Lag(HealingEntry entry) => entry.RecoversUrl is null ? WatchedRow.SliceOf(catalogue) : TimeSpan.Zero;

    /// <inheritdoc/>
    public async Task<HealthState> LookAsync(HealingEntry entry, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(s_limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return entry.RecoversUrl is { } address ? await AddressAsync(address, either.Token).ConfigureAwait(false) : await RowAsync(entry.RecoversSlo, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return entry.RecoversUrl is null ? new HealthState(null, $"Prometheus did not answer within {DurationValue.Format(s_limit)}.") : new HealthState(false, $"It did not answer within {DurationValue.Format(s_limit)}.");
        }
        catch (Exception fault) when (fault is HttpRequestException or SocketException)
        {
            return entry.RecoversUrl is null ? new HealthState(null, $"Prometheus cannot be asked: {OneLine.Of(fault)}.") : new HealthState(false, $"It cannot be reached: {OneLine.Of(fault)}.");
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException or KeyNotFoundException or FormatException or OverflowException)
        {
            return new HealthState(null, "Prometheus answered something else than a value.");
        }
    }

    private async Task<HealthState> AddressAsync(Uri address, CancellationToken cancellationToken)
    {
        using var answer = await http.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        return new HealthState(answer.IsSuccessStatusCode, string.Create(CultureInfo.InvariantCulture, $"It answered {(int)answer.StatusCode}."));
    }

    private async Task<HealthState> RowAsync(string id, CancellationToken cancellationToken)
    {
        if (prometheus is null)
        {
            return new HealthState(null, "There is no --prometheus to ask.");
        }

        if (WatchedRow.Of(catalogue).FirstOrDefault(row => row.Slo.Id == id) is not { } row)
        {
            return new HealthState(null, $"Production does not measure '{id}'.");
        }

        if (row.Target is null)
        {
            return await ValueAsync(RowQuery.Figure(row, row.Slice), cancellationToken).ConfigureAwait(false) is { } figure && double.IsFinite(figure)
                ? new HealthState(row.Slo.Objective.IsMetBy(figure), $"It is {PromQl.Number((decimal)figure)} in the last {DurationValue.Format(row.Slice)}, and must be {row.Slo.Objective.Sign} {row.Slo.Objective.Text}.")
                : new HealthState(null, $"Prometheus knows nothing of it in the last {DurationValue.Format(row.Slice)}.");
        }

        var total = await ValueAsync(RowQuery.Total(row, row.Slice), cancellationToken).ConfigureAwait(false);
        var bad = await ValueAsync(RowQuery.Bad(row, row.Slice), cancellationToken).ConfigureAwait(false);
        if (total is not > 0 || bad is not { } failed || !double.IsFinite(failed) || !double.IsFinite(total.Value))
        {
            return new HealthState(null, $"Prometheus knows of no event in the last {DurationValue.Format(row.Slice)}.");
        }

        return new HealthState(
            RowTarget.IsMet(row.Slo, total.Value - failed, total.Value),
            $"{PromQl.Number((decimal)failed)} of {PromQl.Number((decimal)total.Value)} were bad in the last {DurationValue.Format(row.Slice)}.");
    }

    private async Task<double?> ValueAsync(string query, CancellationToken cancellationToken)
    {
        using var content = new FormUrlEncodedContent(new Dictionary<string, string> { ["query"] = query });
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(prometheus!, "api/v1/query")) { Content = content };
        using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        answer.EnsureSuccessStatusCode();
        using var document = JsonDocument.Parse(await BoundedBody.ReadAsync(answer, MostBytes, cancellationToken).ConfigureAwait(false));
        var result = document.RootElement.GetProperty("data").GetProperty("result");
        return result.GetArrayLength() == 1 ? double.Parse(result[0].GetProperty("value")[1].GetString()!, NumberStyles.Float, CultureInfo.InvariantCulture) : null;
    }
}
