using System.Buffers.Binary;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace LoadLab.IntegrationTests.Engine.Http2;

/// <summary>What a server does with a request of HTTP/2.</summary>
public enum Deed
{
    /// <summary>200, and nothing else.</summary>
    Answer,

    /// <summary>RST_STREAM with REFUSED_STREAM: it was not taken up.</summary>
    Refuse,

    /// <summary>RST_STREAM with INTERNAL_ERROR: it was taken up.</summary>
    ResetInternal,

    /// <summary>RST_STREAM with CANCEL: it was taken up.</summary>
    ResetCancel,

    /// <summary>GOAWAY that names the stream before: it was not taken up. Then the connection is closed.</summary>
    GoAwayBefore,

    /// <summary>GOAWAY that names it, its answer, and the connection is closed.</summary>
    GoAwayAndAnswer,

    /// <summary>GOAWAY that names it, and the connection is closed without its answer.</summary>
    GoAwayAndDrop,

    /// <summary>The connection is closed without a word.</summary>
    Drop,

    /// <summary>The connection is reset.</summary>
    DropByReset,

    /// <summary>The head of an answer, and the connection is closed.</summary>
    HalfAnswer,

    /// <summary>The head of an answer, half a frame of its body, and the connection is closed.</summary>
    HalfFrame,

    /// <summary>The answer, and the connection is closed without GOAWAY.</summary>
    AnswerAndClose,
}

/// <summary>A server of HTTP/2 frames that does with each request what a test says, and counts the requests that it took up.</summary>
internal sealed class FrameServer : IAsyncDisposable
{
    private const byte Data = 0, Headers = 1, ResetStream = 3, Settings = 4, Ping = 6, GoAway = 7;

    private readonly RawServer _server;
    private readonly Func<int, Deed> _deeds;
    private readonly X509Certificate2? _certificate;
    private int _requests;
    private int _takenUp;
    private int _answered;

    /// <param name="deeds">What to do with the n-th request that arrives, from 1, refused ones included.</param>
    /// <param name="certificate">For TLS.</param>
    public FrameServer(Func<int, Deed> deeds, X509Certificate2? certificate = null)
    {
        (_deeds, _certificate) = (deeds, certificate);
        _server = new RawServer(TalkAsync);
    }

    public Uri Address => _certificate is null ? _server.Address : new UriBuilder(_server.Address) { Scheme = "https" }.Uri;

    public int Connections => _server.Connections;

    /// <summary>Requests that arrived, those included that it said it did not take up.</summary>
    public int Requests => Volatile.Read(ref _requests);

    /// <summary>Requests that it took up, once or more often.</summary>
    public int TakenUp => Volatile.Read(ref _takenUp);

    public int Answered => Volatile.Read(ref _answered);

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task TalkAsync(NetworkStream socket, CancellationToken stop)
    {
        Stream stream = socket;
        if (_certificate is not null)
        {
            var tls = new SslStream(socket);
            await tls.AuthenticateAsServerAsync(
                new SslServerAuthenticationOptions { ServerCertificate = _certificate, ApplicationProtocols = [SslApplicationProtocol.Http2] }, stop);
            stream = tls;
        }

        await stream.ReadExactlyAsync(new byte[24], stop);
        await WriteAsync(stream, Settings, 0, 0, [], stop);
        var header = new byte[9];
        for (var before = 0; ;)
        {
            await stream.ReadExactlyAsync(header, stop);
            var (length, type, flags, id) = (header[0] << 16 | header[1] << 8 | header[2], header[3], header[4], BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(5)));
            var payload = new byte[length];
            await stream.ReadExactlyAsync(payload, stop);
            if (type == Settings && flags == 0)
            {
                await WriteAsync(stream, Settings, 1, 0, [], stop);
            }
            else if (type == Ping && flags == 0)
            {
                await WriteAsync(stream, Ping, 1, 0, payload, stop);
            }
            else if (type is Headers or Data && (flags & 1) != 0)
            {
                if (!await DoAsync(_deeds(Interlocked.Increment(ref _requests)), stream, socket, id, before, stop))
                {
                    return;
                }

                before = id;
            }
        }
    }

    /// <summary>False when the connection is to be closed.</summary>
    private async Task<bool> DoAsync(Deed deed, Stream stream, NetworkStream socket, int id, int before, CancellationToken stop)
    {
        Interlocked.Add(ref _takenUp, deed is Deed.Refuse or Deed.GoAwayBefore ? 0 : 1);
        Interlocked.Add(ref _answered, deed is Deed.Answer or Deed.GoAwayAndAnswer or Deed.AnswerAndClose ? 1 : 0);
        switch (deed)
        {
            case Deed.Refuse or Deed.ResetInternal or Deed.ResetCancel:
                await WriteAsync(stream, ResetStream, 0, id, Number(deed == Deed.Refuse ? 7 : deed == Deed.ResetInternal ? 2 : 8), stop);
                return true;
            case Deed.GoAwayBefore:
                await WriteAsync(stream, GoAway, 0, 0, [.. Number(before), .. Number(0)], stop);
                return false;
            case Deed.GoAwayAndAnswer or Deed.GoAwayAndDrop:
                await WriteAsync(stream, GoAway, 0, 0, [.. Number(id), .. Number(0)], stop);
                break;
            case Deed.HalfAnswer or Deed.HalfFrame:
                await WriteAsync(stream, Headers, 4, id, [0x88], stop);
                if (deed == Deed.HalfFrame)
                {
                    await stream.WriteAsync(new byte[] { 0, 0, 100, Data, 0, 0, 0, 0, (byte)id, 1, 2, 3 }, stop);
                }

                return false;
            case Deed.DropByReset:
                socket.Socket.LingerState = new LingerOption(true, 0);
                return false;
        }

        if (deed is Deed.Answer or Deed.GoAwayAndAnswer or Deed.AnswerAndClose)
        {
            // :status 200, the whole answer.
            await WriteAsync(stream, Headers, 5, id, [0x88], stop);
        }

        return deed == Deed.Answer;
    }

    private static byte[] Number(int value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }

    private static async Task WriteAsync(Stream stream, byte type, byte flags, int id, byte[] payload, CancellationToken stop) =>
        await stream.WriteAsync((byte[])[0, (byte)(payload.Length >> 8), (byte)payload.Length, type, flags, .. Number(id), .. payload], stop);
}
