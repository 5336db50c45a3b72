using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;
using CsvHelper.TypeConversion;

namespace LoadLab.Sdk.Feeds;

/// <summary>Items from a CSV file with a header.</summary>
internal static class CsvItems
{
    public static IReadOnlyList<T> Read<T>(string path, string separator, DataLimits limits, Func<CsvReader, T> read)
    {
        var faults = new DataFaults(path);
        var items = new List<T>();
        var configuration = new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            Delimiter = separator,
            TrimOptions = TrimOptions.Trim,
            PrepareHeaderForMatch = header => Match(header.Header),
            BadDataFound = bad => faults.Add(bad.Context.Parser!.RawRow, "a quote stands where none can be. Put the whole field into quotes, and double those in it."),
            DetectColumnCountChanges = true,
            MissingFieldFound = null,
        };
        using var reader = DataFile.Open(path, limits);
        using var csv = new CsvReader(reader, configuration);
        if (!csv.Read() || !csv.ReadHeader())
        {
            faults.Add("it is empty. The first line names the columns.");
            return faults.Checked(items);
        }

        var twice = csv.HeaderRecord!.GroupBy(Match, StringComparer.Ordinal).Where(group => group.Count() > 1).Select(group => $"'{group.Key}'").ToList();
        if (twice.Count > 0)
        {
            faults.Add(1, $"the column {string.Join(", ", twice)} is there twice.");
            return faults.Checked(items);
        }

        if (typeof(T) != typeof(IReadOnlyDictionary<string, string>) && Header<T>(csv) is { } fault)
        {
            faults.Add(1, fault);
            return faults.Checked(items);
        }

        while (true)
        {
            var line = csv.Parser.RawRow + 1;
            try
            {
                if (!csv.Read())
                {
                    break;
                }

                line = csv.Parser.RawRow;
                items.Add(read(csv));
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

            if (items.Count > limits.MaxItems)
            {
                faults.Add(DataFile.TooMany(limits));
                break;
            }
        }

        return faults.Checked(items);
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
