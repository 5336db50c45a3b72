using System.Data;
using System.Data.Common;
using System.Text.Json;

namespace LoadLab.Sdk.Feeds;

/// <summary>
/// Reads the items of a data feed: in <c>WithInit</c>, so that what is wrong is told before the load. Everything wrong is told at once, with its line.
/// </summary>
public static class Data
{
    /// <summary>Items from a CSV file (RFC 4180, UTF-8) whose first line names the columns. Case, blanks and underscores in these names do not count.</summary>
    /// <typeparam name="T">A record or class whose properties are the columns.</typeparam>
    /// <param name="path">The file.</param>
    /// <param name="separator">What stands between fields.</param>
    /// <param name="limits">How much is read; null for the defaults.</param>
    /// <exception cref="InvalidDataException">The file is missing, too large, empty, or has faults: all of them, each with its line.</exception>
    public static IReadOnlyList<T> LoadCsv<T>(string path, string separator = ",", DataLimits? limits = null) =>
        DataFile.Readable(path, () => CsvItems.Read(path, separator, limits ?? new(), csv => csv.GetRecord<T>()));

    /// <summary>The same without a type: each row as column to text.</summary>
    /// <inheritdoc cref="LoadCsv{T}"/>
    public static IReadOnlyList<IReadOnlyDictionary<string, string>> LoadCsv(string path, string separator = ",", DataLimits? limits = null) =>
        DataFile.Readable(path, () => CsvItems.Read<IReadOnlyDictionary<string, string>>(path, separator, limits ?? new(), CsvItems.ByColumn));

    /// <summary>
    /// The rows of a CSV file as of <see cref="LoadCsv{T}"/>, which stay in the file: for files that are too large for memory. Every row is read once now, so that
    /// what is wrong is told before the load, and again when it is used.
    /// </summary>
    /// <typeparam name="T">A record or class whose properties are the columns.</typeparam>
    /// <param name="path">The file.</param>
    /// <param name="separator">What stands between fields.</param>
    /// <exception cref="InvalidDataException">The file is missing, empty, or has faults: all of them, each with its line.</exception>
    public static DataRows<T> OpenCsv<T>(string path, string separator = ",") => OpenedRows.Csv(path, separator, csv => csv.GetRecord<T>());

    /// <summary>The same without a type: each row as column to text.</summary>
    /// <inheritdoc cref="OpenCsv{T}"/>
    public static DataRows<IReadOnlyDictionary<string, string>> OpenCsv(string path, string separator = ",") => OpenedRows.Csv(path, separator, CsvItems.ByColumn);

    /// <summary>The rows of a file as of <see cref="LoadJsonLines{T}"/>, which stay in the file, as those of <see cref="OpenCsv{T}"/> do.</summary>
    /// <typeparam name="T">What each line is.</typeparam>
    /// <param name="path">The file.</param>
    /// <param name="options">How JSON is read. Null for web defaults, where case does not count; what the constructor of a record asks for must be there then, and not be null where its type does not allow it.</param>
    /// <exception cref="InvalidDataException">The file is missing, empty, or has faults: all of them, each with its line.</exception>
    public static DataRows<T> OpenJsonLines<T>(string path, JsonSerializerOptions? options = null) => OpenedRows.JsonLines<T>(path, options ?? JsonItems.Usual);

    /// <summary>Items from a file with a JSON value on each line (UTF-8). Empty lines do not count.</summary>
    /// <typeparam name="T">What each line is.</typeparam>
    /// <param name="path">The file.</param>
    /// <param name="options">How JSON is read. Null for web defaults, where case does not count; what the constructor of a record asks for must be there then, and not be null where its type does not allow it.</param>
    /// <param name="limits">How much is read; null for the defaults.</param>
    /// <exception cref="InvalidDataException">The file is missing, too large, empty, or has faults: all of them, each with its line.</exception>
    public static IReadOnlyList<T> LoadJsonLines<T>(string path, JsonSerializerOptions? options = null, DataLimits? limits = null) =>
        DataFile.Readable(path, () => JsonItems.Read<T>(path, options ?? JsonItems.Usual, limits ?? new()));

    /// <summary>Items from the result of a query, in its order: give it an ORDER BY, so that each run and each shard has the same.</summary>
    /// <typeparam name="T">What each row becomes.</typeparam>
    /// <param name="connection">The database. It is opened if it is not, and then closed again.</param>
    /// <param name="query">The query. It is run as it stands: put nothing into it that others wrote.</param>
    /// <param name="read">Makes an item of the row at which the reader stands.</param>
    /// <param name="limits">How much is read; null for the defaults.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="InvalidDataException">There are no rows, more than allowed, or some that <paramref name="read"/> cannot take: all of them, each with its number.</exception>
    /// <exception cref="DbException">The database cannot be reached, or refuses the query.</exception>
    public static async Task<IReadOnlyList<T>> LoadSqlAsync<T>(DbConnection connection, string query, Func<DbDataReader, T> read, DataLimits? limits = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentNullException.ThrowIfNull(read);
        var (faults, items, bounds, wasClosed) = (new DataFaults("the result of the query", "row"), new List<T>(), limits ?? new(), connection.State == ConnectionState.Closed);
        if (wasClosed)
        {
            await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
        }

        try
        {
            await using var command = connection.CreateCommand();
            command.CommandText = query;
            await using var rows = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            for (var row = 1; await rows.ReadAsync(cancellationToken).ConfigureAwait(false); row++)
            {
                try
                {
                    items.Add(read(rows));
                }
                catch (Exception wrong) when (wrong is InvalidCastException or FormatException or IndexOutOfRangeException or OverflowException)
                {
                    faults.Add(row, wrong.Message);
                }

                if (items.Count > bounds.MaxItems)
                {
                    faults.Add(DataFile.TooMany(bounds));
                    break;
                }
            }
        }
        finally
        {
            if (wasClosed)
            {
                await connection.CloseAsync().ConfigureAwait(false);
            }
        }

        return faults.Checked(items);
    }
}
