using System.Collections;

namespace LoadLab.Sdk.Feeds;

/// <summary>
/// The rows of a file that stay in the file: each is read when it is asked for, so that memory hardly grows with their number. Made by <see cref="Data.OpenCsv{T}"/>
/// and <see cref="Data.OpenJsonLines{T}"/>, which have read every row once. Thread-safe. The file must not change while it is open; one that is replaced by another file may.
/// </summary>
/// <typeparam name="T">What each row is.</typeparam>
public sealed class DataRows<T> : IReadOnlyList<T>, IDisposable
{
    private readonly IndexedFile _file;
    private readonly int _headers;
    private readonly Func<string, T> _read;

    internal DataRows(IndexedFile file, int headers, Func<string, T> read) => (_file, _headers, _read) = (file, headers, read);

    /// <summary>How many there are.</summary>
    public int Count => _file.Count - _headers;

    /// <summary>A row.</summary>
    /// <param name="index">From 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is none.</exception>
    /// <exception cref="InvalidDataException">The file has been changed since it was opened.</exception>
    public T this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(index);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
            return _read(_file.Record(index + _headers));
        }
    }

    /// <inheritdoc/>
    public IEnumerator<T> GetEnumerator()
    {
        for (var index = 0; index < Count; index++)
        {
            yield return this[index];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Closes the file.</summary>
    public void Dispose() => _file.Dispose();
}
