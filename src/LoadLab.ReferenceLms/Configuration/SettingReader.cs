using System.Globalization;
using System.Numerics;

namespace LoadLab.ReferenceLms.Configuration;

/// <summary>Reads single settings. A faulty one is noted and its default stands in, so that reading goes on to the next fault.</summary>
internal sealed class SettingReader(IConfiguration configuration)
{
    /// <summary>What was wrong so far.</summary>
    public List<string> Faults { get; } = [];

    /// <summary>The text of <paramref name="key"/>; null when it is not set or blank.</summary>
    public string? Text(string key) => configuration[key] is { } text && !string.IsNullOrWhiteSpace(text) ? text.Trim() : null;

    /// <summary>A whole number from <paramref name="min"/> to <paramref name="max"/>.</summary>
    public int Integer(string key, int fallback, int min, int max) => Number(key, fallback, min, max);

    /// <summary>A whole number from <paramref name="min"/> to <paramref name="max"/>.</summary>
    public long Long(string key, long fallback, long min, long max) => Number(key, fallback, min, max);

    /// <summary>A duration from <paramref name="min"/> to <paramref name="max"/>, as <c>hh:mm:ss.fff</c>.</summary>
    public TimeSpan Duration(string key, TimeSpan fallback, TimeSpan min, TimeSpan max)
    {
        if (Text(key) is not { } text)
        {
            return fallback;
        }

        // Without a colon the format reads a bare number as days, which nobody means.
        if (!text.Contains(':', StringComparison.Ordinal) || !TimeSpan.TryParseExact(text, "c", CultureInfo.InvariantCulture, out var value))
        {
            Faults.Add($"{key} '{text}' is not a duration. Write hh:mm:ss.fff, for example 00:00:00.700 for 700 ms.");
            return fallback;
        }

        if (value >= min && value <= max)
        {
            return value;
        }

        Faults.Add(string.Create(CultureInfo.InvariantCulture, $"{key} is {value:c}. It must lie from {min:c} to {max:c}."));
        return fallback;
    }

    private T Number<T>(string key, T fallback, T min, T max)
        where T : INumber<T>
    {
        if (Text(key) is not { } text)
        {
            return fallback;
        }

        if (!T.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value))
        {
            Faults.Add($"{key} '{text}' is not a whole number.");
            return fallback;
        }

        if (value >= min && value <= max)
        {
            return value;
        }

        Faults.Add(string.Create(CultureInfo.InvariantCulture, $"{key} is {value}. It must lie from {min} to {max}."));
        return fallback;
    }
}
