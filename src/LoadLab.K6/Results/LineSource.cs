using System.Buffers;

namespace LoadLab.K6.Results;

/// <summary>The lines of a stream, one after the other, in a pooled buffer: nothing is copied but what a read cut in two. Not thread-safe.</summary>
internal sealed class LineSource(Stream stream, CancellationToken stop) : IDisposable
{
    /// <summary>Longest line. A longer one is passed over, and comes as an empty line that <see cref="IsTooLong"/>.</summary>
    public const int LongestLine = 16 << 20;

    private const int BlockBytes = 1 << 20;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(BlockBytes);
    private int _start;
    private int _end;
    private bool _isOver;

    /// <summary>Number of the last line that was given, from 1.</summary>
    public long Number { get; private set; }

    /// <summary>Bytes that were read, after decompression.</summary>
    public long Bytes { get; private set; }

    /// <summary>True when the last line that was given has no line end after it: the file ends there.</summary>
    public bool IsUnended { get; private set; }

    /// <summary>True when the last line was longer than <see cref="LongestLine"/>.</summary>
    public bool IsTooLong { get; private set; }

    /// <summary>Why the stream ended before its end; null while it did not.</summary>
    public string? Fault { get; private set; }

    /// <summary>The first bytes, without taking them.</summary>
    public ReadOnlySpan<byte> Peek(int most)
    {
        while (_end - _start < most && Fill())
        {
        }

        return _buffer.AsSpan(_start, Math.Min(most, _end - _start));
    }

    /// <summary>Leaves out the first bytes.</summary>
    public void Skip(int bytes) => _start += bytes;

    /// <summary>The next line without its end. It is good until the next call.</summary>
    public bool TryNext(out ReadOnlySpan<byte> line)
    {
        var searched = 0;
        IsTooLong = false;
        while (true)
        {
            var at = _buffer.AsSpan(_start + searched, _end - _start - searched).IndexOf((byte)'\n');
            if (at >= 0)
            {
                line = IsTooLong ? default : Trim(_buffer.AsSpan(_start, searched + at));
                _start += searched + at + 1;
                Number++;
                return true;
            }

            searched = _end - _start;
            if (searched > LongestLine)
            {
                IsTooLong = true;
                (_start, searched) = (_end, 0);
            }

            if (!Fill())
            {
                line = IsTooLong ? default : Trim(_buffer.AsSpan(_start, _end - _start));
                var isLine = _end > _start || IsTooLong;
                _start = _end;
                IsUnended = isLine;
                Number += isLine ? 1 : 0;
                return isLine;
            }
        }
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }

    private static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> line) => line is [.., (byte)'\r'] ? line[..^1] : line;

    private bool Fill()
    {
        stop.ThrowIfCancellationRequested();
        if (_isOver)
        {
            return false;
        }

        MakeRoom();
        try
        {
            var read = stream.Read(_buffer, _end, _buffer.Length - _end);
            _isOver = read == 0;
            _end += read;
            Bytes += read;
        }
        catch (Exception fault) when (fault is EndOfStreamException or InvalidDataException or ZstdSharp.ZstdException)
        {
            // What came before it is good.
            (_isOver, Fault) = (true, fault is EndOfStreamException ? "its compressed data ends early" : $"its compressed data is damaged: {fault.Message.TrimEnd('.')}");
        }

        return !_isOver;
    }

    private void MakeRoom()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }

        if (_end == _buffer.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(_buffer.Length * 2);
            _buffer.AsSpan(0, _end).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = larger;
        }
    }
}
