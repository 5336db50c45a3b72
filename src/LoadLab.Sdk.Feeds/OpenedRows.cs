using System.Text.Json;
using CsvHelper;

namespace LoadLab.Sdk.Feeds;

/// <summary>Opens files whose rows stay in them. Each row is read once before, so that all faults are told at once.</summary>
internal static class OpenedRows
{
    /// <summary>The number of rows is not limited: they are not in memory.</summary>
    private static readonly DataLimits NoLimits = new() { MaxItems = int.MaxValue - 1, MaxBytes = long.MaxValue };

    /// <summary>Opens a CSV file.</summary>
    public static DataRows<T> Csv<T>(string path, string separator, Func<CsvReader, T> read)
    {
        var count = DataFile.Readable(path, () => CsvItems.Count(path, separator, NoLimits, read));
        return Open<T>(path, count, isCsv: true, file => new CsvRows<T>(file, separator, read).Read);
    }

    /// <summary>Opens a file with a JSON value on each line.</summary>
    public static DataRows<T> JsonLines<T>(string path, JsonSerializerOptions options)
    {
        var count = DataFile.Readable(path, () => JsonItems.Count<T>(path, options, NoLimits));
        return Open<T>(path, count, isCsv: false, file => line => Item<T>(file, line, options));
    }

    private static T Item<T>(IndexedFile file, string line, JsonSerializerOptions options)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(line, options) ?? throw file.Changed();
        }
        catch (JsonException)
        {
            throw file.Changed();
        }
    }

    /// <summary>Two ways to find the rows of a file must agree: else a row would be another one than was checked.</summary>
    private static DataRows<T> Open<T>(string path, int count, bool isCsv, Func<IndexedFile, Func<string, T>> read)
    {
        var file = new IndexedFile(path, isCsv);
        var headers = isCsv ? 1 : 0;
        if (file.Count - headers != count)
        {
            file.Dispose();
            throw new InvalidDataException(FormattableString.Invariant($"{path}: its rows cannot be told apart ({count:#,0} were read, {file.Count - headers:#,0} were found). Load them: {nameof(Data.LoadCsv)}, {nameof(Data.LoadJsonLines)}."));
        }

        return new DataRows<T>(file, headers, read(file));
    }
}
