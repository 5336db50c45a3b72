using System.Net.Sockets;
using LoadLab.Core.Tls;

namespace LoadLab.K6.Calls;

/// <summary>A connection that counts its bytes, those of TLS too.</summary>
internal sealed class CountedConnection(Socket socket, GrpcTraffic traffic) : OpeningStream(socket)
{
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await base.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        traffic.Received(read);
        return read;
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        traffic.Sent(buffer.Length);
        return base.WriteAsync(buffer, cancellationToken);
    }
}
