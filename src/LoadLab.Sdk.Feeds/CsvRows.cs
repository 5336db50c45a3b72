using System.Collections.Concurrent;
using CsvHelper;

namespace LoadLab.Sdk.Feeds;

/// <summary>Reads single rows of a CSV file. A reader knows how to make a row only after its first one, so that readers are kept. Thread-safe.</summary>
/// <param name="file">The file.</param>
/// <param name="separator">What stands between fields.</param>
/// <param name="read">Makes an item of the row at which the reader stands.</param>
internal sealed class CsvRows<T>(IndexedFile file, string separator, Func<CsvReader, T> read)
{
    private readonly ConcurrentBag<(RefilledReader Text, CsvReader Csv)> _readers = [];

    /// <summary>The item of a row.</summary>
    public T Read(string row)
    {
        if (!_readers.TryTake(out var reader))
        {
            var text = new RefilledReader();
            reader = (text, new CsvReader(text, CsvItems.Configuration(separator, _ => { })));
            text.Refill(file.Record(0));
            reader.Csv.Read();
            reader.Csv.ReadHeader();
        }

        reader.Text.Refill(row);
        try
        {
            var item = reader.Csv.Read() ? read(reader.Csv) : throw file.Changed();
            _readers.Add(reader);
            return item;
        }
        catch (CsvHelperException)
        {
            throw file.Changed();
        }
    }

    /// <summary>A text that is one line, and another one later.</summary>
    private sealed class RefilledReader : TextReader
    {
        private string _line = "";
        private int _at;

        public void Refill(string line) => (_line, _at) = (line + "\n", 0);

        public override int Peek() => _at < _line.Length ? _line[_at] : -1;

        public override int Read() => _at < _line.Length ? _line[_at++] : -1;

        public override int Read(char[] buffer, int index, int count)
        {
            var read = Math.Min(count, _line.Length - _at);
            _line.CopyTo(_at, buffer, index, read);
            _at += read;
            return read;
        }
    }
}
