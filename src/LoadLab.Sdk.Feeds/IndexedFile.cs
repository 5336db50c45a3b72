using System.Buffers;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace LoadLab.Sdk.Feeds;

/// <summary>The records of a file, found by their numbers: the place of every sixteenth is in memory. Thread-safe.</summary>
internal sealed class IndexedFile : IDisposable
{
    private const int Every = 16;
    private const int BlockBytes = 1 << 16;

    private readonly string _path;
    private readonly bool _isCsv;
    private readonly SafeFileHandle _handle;
    private readonly long _length;
    private readonly List<long> _starts = [];

    /// <summary>Opens a file and reads it once.</summary>
    /// <param name="path">The file; UTF-8.</param>
    /// <param name="isCsv">Its records are those of CSV; else lines.</param>
    public IndexedFile(string path, bool isCsv)
    {
        (_path, _isCsv) = (path, isCsv);
        _handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        _length = RandomAccess.GetLength(_handle);
        try
        {
            Index();
        }
        catch
        {
            _handle.Dispose();
            throw;
        }
    }

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>The text of a record, without its line break.</summary>
    public string Record(int number)
    {
        if (RandomAccess.GetLength(_handle) != _length)
        {
            throw Changed();
        }

        var block = number / Every;
        var (from, to) = (_starts[block], block + 1 < _starts.Count ? _starts[block + 1] : _length);
        var buffer = ArrayPool<byte>.Shared.Rent((int)(to - from));
        try
        {
            var bytes = buffer.AsSpan(0, (int)(to - from));
            Fill(bytes, from);
            var scanner = new RecordScanner(_isCsv, 0);
            var left = number % Every;
            foreach (var next in bytes)
            {
                if (scanner.Take(next) && left-- == 0)
                {
                    return Encoding.UTF8.GetString(bytes[(int)scanner.Start..(int)scanner.End]);
                }
            }

            return scanner.TakeEnd() && left == 0 ? Encoding.UTF8.GetString(bytes[(int)scanner.Start..]) : throw Changed();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>That the file is not any more what was read.</summary>
    public InvalidDataException Changed() => new($"{_path}: it has been changed since it was opened. Leave it alone while the load runs, or put a new file in its place.");

    public void Dispose() => _handle.Dispose();

    private void Index()
    {
        var buffer = new byte[BlockBytes];
        var begin = Fill(buffer.AsSpan(0, 3), 0) == 3 && buffer.AsSpan(0, 3).SequenceEqual(Encoding.UTF8.Preamble) ? 3 : 0;
        var scanner = new RecordScanner(_isCsv, begin);
        for (long at = begin; at < _length;)
        {
            var read = Fill(buffer, at);
            if (read == 0)
            {
                break;
            }

            foreach (var next in buffer.AsSpan(0, read))
            {
                if (scanner.Take(next))
                {
                    Add(scanner.Start, scanner.End);
                }
            }

            at += read;
        }

        if (scanner.TakeEnd())
        {
            Add(scanner.Start, scanner.End);
        }
    }

    private void Add(long start, long end)
    {
        if (Count % Every == 0)
        {
            _starts.Add(start);
        }

        if (end - _starts[^1] > DataLimits.LongestRows)
        {
            throw new InvalidDataException(FormattableString.Invariant($"{_path}: {Every} rows around row {Count} have more than {DataLimits.LongestRows:#,0} bytes. Rows that are so long cannot stay in the file: load them."));
        }

        Count++;
    }

    private int Fill(Span<byte> bytes, long from)
    {
        var filled = 0;
        while (filled < bytes.Length && RandomAccess.Read(_handle, bytes[filled..], from + filled) is > 0 and var read)
        {
            filled += read;
        }

        return filled;
    }
}
