using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;
using CsvHelper.TypeConversion;

namespace LoadLab.Sdk.Feeds;

/// <summary>Items from a CSV file with a header.</summary>
internal static class CsvItems
{
    /// <summary>All items of a file.</summary>
    public static IReadOnlyList<T> Read<T>(string path, string separator, DataLimits limits, Func<CsvReader, T> read)
    {
        var (faults, items) = (new DataFaults(path), new List<T>());
        Read(path, separator, limits, faults, read, items.Add);
        return faults.Checked(items);
    }

    /// <summary>How many items a file has, after each was read.</summary>
    public static int Count<T>(string path, string separator, DataLimits limits, Func<CsvReader, T> read)
    {
        var faults = new DataFaults(path);
        var count = Read(path, separator, limits, faults, read, static _ => { });
        faults.Check(count);
        return count;
    }

    /// <summary>The row as column to text.</summary>
    public static IReadOnlyDictionary<string, string> ByColumn(CsvReader csv) =>
        csv.HeaderRecord!.Select((name, i) => (name, Value: csv.GetField(i) ?? "")).ToDictionary(field => field.name, field => field.Value, StringComparer.OrdinalIgnoreCase);

    public static CsvConfiguration Configuration(string separator, Action<long> onBadQuote) => new(CultureInfo.InvariantCulture)
    {
        Delimiter = separator,
        TrimOptions = TrimOptions.Trim,
        PrepareHeaderForMatch = header => Match(header.Header),
        BadDataFound = bad => onBadQuote(bad.Context.Parser!.RawRow),
        DetectColumnCountChanges = true,
        MissingFieldFound = null,
    };

    /// <summary>Hands row after row over, and counts those that are taken.</summary>
    private static int Read<T>(string path, string separator, DataLimits limits, DataFaults faults, Func<CsvReader, T> read, Action<T> take)
    {
        using var reader = DataFile.Open(path, limits);
        using var csv = new CsvReader(reader, Configuration(separator, row => faults.Add(row, "a quote stands where none can be. Put the whole field into quotes, and double those in it.")));
        if (!csv.Read() || !csv.ReadHeader())
        {
            faults.Add("it is empty. The first line names the columns.");
            return 0;
        }

        var twice = csv.HeaderRecord!.GroupBy(Match, StringComparer.Ordinal).Where(group => group.Count() > 1).Select(group => $"'{group.Key}'").ToList();
        if (twice.Count > 0)
        {
            faults.Add(1, $"the column {string.Join(", ", twice)} is there twice.");
            return 0;
        }

        if (typeof(T) != typeof(IReadOnlyDictionary<string, string>) && Header<T>(csv) is { } fault)
        {
            faults.Add(1, fault);
            return 0;
        }

        for (var count = 0; ;)
        {
            var line = csv.Parser.RawRow + 1;
            try
            {
                if (!csv.Read())
                {
                    return count;
                }

                line = csv.Parser.RawRow;
                take(read(csv));
                count++;
            }
            catch (TypeConverterException wrong)
            {
                faults.Add(line, $"'{Cut(wrong.Text)}' in column '{Column(csv)}' is no {Kind(wrong.TypeConverter)}.");
            }
            catch (BadDataException)
            {
                faults.Add(line, string.Create(CultureInfo.InvariantCulture, $"it has {csv.Parser.Count} fields, and the header {csv.HeaderRecord!.Length}."));
            }
            catch (CsvHelperException wrong)
            {
                faults.Add(line, Cut(wrong.Message.Split('\n')[0].TrimEnd('\r')));
            }

            if (count > limits.MaxItems)
            {
                faults.Add(DataFile.TooMany(limits));
                return count;
            }
        }
    }

    private static string? Header<T>(CsvReader csv)
    {
        try
        {
            csv.ValidateHeader<T>();
            return null;
        }
        catch (HeaderValidationException wrong)
        {
            var missing = wrong.InvalidHeaders.SelectMany(header => header.Names).Select(name => $"'{name}'").Distinct();
            return $"there is no column {string.Join(", ", missing)}. It has: {string.Join(", ", csv.HeaderRecord!)}.";
        }
    }

    /// <summary><c>user_name</c>, <c>User Name</c> and <c>UserName</c> are one.</summary>
    private static string Match(string header) => new([.. header.Where(char.IsLetterOrDigit).Select(char.ToLowerInvariant)]);

    private static string Column(CsvReader csv) => csv.CurrentIndex >= 0 && csv.CurrentIndex < csv.HeaderRecord!.Length ? csv.HeaderRecord[csv.CurrentIndex] : "?";

    /// <summary>By what reads it: the column of a record's constructor does not say its type.</summary>
    private static string Kind(ITypeConverter? converter) => converter switch
    {
        Int32Converter or Int64Converter or Int16Converter or ByteConverter => "whole number",
        DoubleConverter or SingleConverter or DecimalConverter => "number",
        BooleanConverter => "true or false",
        NullableConverter nullable => Kind(nullable.UnderlyingTypeConverter),
        null => "value of its column",
        _ => converter.GetType().Name.Replace("Converter", "", StringComparison.Ordinal),
    };

    private static string Cut(string? text) => text is { Length: > 200 } ? text[..200] + "…" : text ?? "";
}
