using System.Net.Http.Headers;
using ProtoBuf;
using Snappier;

namespace LoadLab.Publishing.RemoteWrite;

/// <summary>The requests of the protocol. Pure.</summary>
internal static class RemoteWriteBody
{
    /// <summary>Most series of one request: receivers limit its size.</summary>
    public const int MostSeries = 2_000;

    /// <summary>A request with some series.</summary>
    public static HttpRequestMessage Request(Uri address, IReadOnlyList<KeyValuePair<string, string>> headers, IEnumerable<WriteSeries> series)
    {
        var write = new WriteRequest();
        write.Series.AddRange(series);
        using var plain = new MemoryStream();
        Serializer.Serialize(plain, write);
        var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ByteArrayContent(Snappy.CompressToArray(plain.GetBuffer().AsSpan(0, (int)plain.Length))) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/x-protobuf");
        request.Content.Headers.ContentEncoding.Add("snappy");
        request.Headers.TryAddWithoutValidation("X-Prometheus-Remote-Write-Version", "0.1.0");
        request.Headers.TryAddWithoutValidation("User-Agent", "loadlab");
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return request;
    }
}
