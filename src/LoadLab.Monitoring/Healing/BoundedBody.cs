using System.Globalization;

namespace LoadLab.Monitoring.Healing;

/// <summary>Bodies of answers that may be longer than anybody wants to keep.</summary>
internal static class BoundedBody
{
    /// <summary>The body.</summary>
    /// <exception cref="HttpRequestException">It is longer than <paramref name="most"/>.</exception>
    public static async Task<byte[]> ReadAsync(HttpResponseMessage answer, int most, CancellationToken cancellationToken)
    {
        await using var stream = await answer.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        return await ReadAsync(stream, most, cancellationToken).ConfigureAwait(false)
            ?? throw new HttpRequestException(string.Create(CultureInfo.InvariantCulture, $"the answer is longer than {most} bytes"));
    }

    /// <summary>The body; null when it is longer than <paramref name="most"/>.</summary>
    public static async Task<byte[]?> ReadAsync(Stream stream, int most, CancellationToken cancellationToken)
    {
        using var body = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) is > 0 and var read)
        {
            if (body.Length + read > most)
            {
                return null;
            }

            body.Write(buffer, 0, read);
        }

        return body.ToArray();
    }

    /// <summary>Reads what is left and forgets it, so that who is still sending can hear the answer; no more than <paramref name="most"/>.</summary>
    public static async Task DiscardAsync(Stream stream, long most, CancellationToken cancellationToken)
    {
        var buffer = new byte[64 * 1024];
        while (most > 0 && await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) is > 0 and var read)
        {
            most -= read;
        }
    }
}
