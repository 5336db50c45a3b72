using System.Buffers.Binary;

namespace LoadLab.Engine.Http2;

/// <summary>Finds the frames in the bytes of one direction of an HTTP/2 connection, however they are cut (RFC 9113, 4.1). Not thread-safe: a direction has one reader.</summary>
internal abstract class FrameScanner(int prefaceBytes)
{
    private const int HeaderBytes = 9;

    private readonly byte[] _header = new byte[HeaderBytes];
    private int _preface = prefaceBytes;
    private int _inHeader;
    private int _inPayload;
    private int _payload;

    /// <summary>True when no frame has begun that has not ended.</summary>
    public bool IsBetweenFrames => _inHeader == 0;

    /// <summary>Type of the frame that is being read.</summary>
    protected byte Type => _header[3];

    /// <summary>Stream of the frame that is being read; 0 for the connection.</summary>
    protected int Stream => BinaryPrimitives.ReadInt32BigEndian(_header.AsSpan(5)) & int.MaxValue;

    /// <summary>Whether the frame that is being read has a flag.</summary>
    protected bool Has(byte flag) => (_header[4] & flag) != 0;

    /// <summary>Takes the next bytes.</summary>
    protected void Take(ReadOnlySpan<byte> bytes)
    {
        var at = Math.Min(_preface, bytes.Length);
        _preface -= at;
        while (at < bytes.Length)
        {
            if (_inHeader < HeaderBytes)
            {
                var taken = Math.Min(HeaderBytes - _inHeader, bytes.Length - at);
                bytes.Slice(at, taken).CopyTo(_header.AsSpan(_inHeader));
                _inHeader += taken;
                at += taken;
                if (_inHeader < HeaderBytes)
                {
                    return;
                }

                (_payload, _inPayload) = (_header[0] << 16 | _header[1] << 8 | _header[2], 0);
                OnFrame();
            }

            var length = Math.Min(_payload - _inPayload, bytes.Length - at);
            if (length > 0)
            {
                OnPayload(bytes.Slice(at, length), _inPayload, at);
                _inPayload += length;
                at += length;
            }

            if (_inPayload == _payload)
            {
                _inHeader = 0;
            }
        }
    }

    /// <summary>A frame begins.</summary>
    protected abstract void OnFrame();

    /// <summary>A piece of its payload.</summary>
    /// <param name="piece">The bytes.</param>
    /// <param name="offset">Where in the payload they begin.</param>
    /// <param name="position">Where in the bytes that were taken they begin.</param>
    protected virtual void OnPayload(ReadOnlySpan<byte> piece, int offset, int position)
    {
    }
}
