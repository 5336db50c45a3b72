using System.Globalization;
using System.Text;

namespace LoadLab.Engine.SelfTest;

/// <summary>Reads whole requests from a connection.</summary>
internal sealed class DropRequests(Stream stream)
{
    private byte[] _buffer = new byte[4096];
    private int _filled;

    /// <summary>The <c>X-Id</c> of the next request, empty when it has none; null when the other side has closed.</summary>
    public async ValueTask<string?> NextAsync(CancellationToken cancellationToken)
    {
        int end;
        while ((end = _buffer.AsSpan(0, _filled).IndexOf("\r\n\r\n"u8)) < 0)
        {
            if (!await FillAsync(cancellationToken).ConfigureAwait(false))
            {
                return null;
            }
        }

        var head = Encoding.Latin1.GetString(_buffer, 0, end + 2);
        var length = end + 4 + int.Parse(Header(head, "Content-Length") ?? "0", CultureInfo.InvariantCulture);
        while (_filled < length)
        {
            if (!await FillAsync(cancellationToken).ConfigureAwait(false))
            {
                return null;
            }
        }

        _buffer.AsSpan(length, _filled - length).CopyTo(_buffer);
        _filled -= length;
        return Header(head, "X-Id") ?? "";
    }

    private async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        if (_filled == _buffer.Length)
        {
            Array.Resize(ref _buffer, _buffer.Length * 2);
        }

        var read = await stream.ReadAsync(_buffer.AsMemory(_filled), cancellationToken).ConfigureAwait(false);
        _filled += read;
        return read > 0;
    }

    private static string? Header(string head, string name)
    {
        var at = head.IndexOf("\r\n" + name + ":", StringComparison.OrdinalIgnoreCase);
        if (at < 0)
        {
            return null;
        }

        at += name.Length + 3;
        return head[at..head.IndexOf('\r', at)].Trim();
    }
}
