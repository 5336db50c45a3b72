using System.Text.Json;

namespace LoadLab.Sdk.Feeds;

/// <summary>Items from a file with a JSON value on each line.</summary>
internal static class JsonItems
{
    /// <summary>Web defaults, but a member that is not there is told: each item would have null in its place, unseen.</summary>
    public static readonly JsonSerializerOptions Usual = new(JsonSerializerDefaults.Web) { RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true };

    /// <summary>All items of a file.</summary>
    public static IReadOnlyList<T> Read<T>(string path, JsonSerializerOptions options, DataLimits limits)
    {
        var (faults, items) = (new DataFaults(path), new List<T>());
        Read<T>(path, options, limits, faults, items.Add);
        return faults.Checked(items);
    }

    /// <summary>How many items a file has, after each was read.</summary>
    public static int Count<T>(string path, JsonSerializerOptions options, DataLimits limits)
    {
        var faults = new DataFaults(path);
        var count = Read<T>(path, options, limits, faults, static _ => { });
        faults.Check(count);
        return count;
    }

    private static int Read<T>(string path, JsonSerializerOptions options, DataLimits limits, DataFaults faults, Action<T> take)
    {
        using var reader = DataFile.Open(path, limits);
        var count = 0;
        for (long line = 1; reader.ReadLine() is { } text; line++)
        {
            if (string.IsNullOrWhiteSpace(text))
            {
                continue;
            }

            try
            {
                if (JsonSerializer.Deserialize<T>(text, options) is { } item)
                {
                    take(item);
                    count++;
                }
                else
                {
                    faults.Add(line, "null is no item.");
                }
            }
            catch (JsonException wrong)
            {
                faults.Add(line, wrong.Message);
            }

            if (count > limits.MaxItems)
            {
                faults.Add(DataFile.TooMany(limits));
                break;
            }
        }

        return count;
    }
}
