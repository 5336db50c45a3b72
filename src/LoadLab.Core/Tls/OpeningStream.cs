using System.Net.Sockets;

namespace LoadLab.Core.Tls;

/// <summary>
/// A connection that remembers the first bytes that came: they tell what speaks at the other end when it is not TLS. Later reads cost one comparison.
/// </summary>
public class OpeningStream : NetworkStream
{
    private const int Longest = 64;
    private readonly byte[] _opening = new byte[Longest];
    private int _length;

    /// <summary>A connected socket, which it owns.</summary>
    public OpeningStream(Socket socket)
        : base(socket, ownsSocket: true)
    {
    }

    /// <summary>The first bytes, at most 64 of them.</summary>
    public ReadOnlySpan<byte> Opening => _opening.AsSpan(0, _length);

    /// <inheritdoc/>
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        _length == Longest ? base.ReadAsync(buffer, cancellationToken) : ReadOpeningAsync(buffer, cancellationToken);

    private async ValueTask<int> ReadOpeningAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        var read = await base.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        var kept = Math.Min(read, Longest - _length);
        buffer.Span[..kept].CopyTo(_opening.AsSpan(_length));
        _length += kept;
        return read;
    }
}
