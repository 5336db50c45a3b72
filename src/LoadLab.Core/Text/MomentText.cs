using System.Globalization;

namespace LoadLab.Core.Text;

/// <summary>Moments as people write them, always with their offset from UTC: <c>2026-10-04T02:00Z</c>, <c>2026-10-04T04:00:30+02:00</c>, <c>2026-10-04</c> for its midnight in UTC.</summary>
public static class MomentText
{
    /// <summary>What is allowed, for messages.</summary>
    public const string Allowed = "a moment with its offset from UTC such as 2026-10-04T02:00Z or 2026-10-04T04:00+02:00";

    private static readonly string[] Formats =
        ["yyyy-MM-dd'T'HH:mm'Z'", "yyyy-MM-dd'T'HH:mm:ss'Z'", "yyyy-MM-dd'T'HH:mmzzz", "yyyy-MM-dd'T'HH:mm:sszzz", "yyyy-MM-dd"];

    /// <summary>Reads a moment; it comes in UTC.</summary>
    public static bool TryParse(string text, out DateTimeOffset moment)
    {
        // A time without an offset is not a moment: it depends on the reader's time zone.
        var isParsed = DateTimeOffset.TryParseExact(text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out moment);
        return isParsed && moment.Year is >= 1970 and <= 9990;
    }

    /// <summary>In UTC, to the minute where that is exact: <c>2026-10-04T02:00Z</c>.</summary>
    public static string Format(DateTimeOffset moment) => moment.UtcDateTime.ToString(
        moment.UtcDateTime.Ticks % TimeSpan.TicksPerMinute == 0 ? "yyyy-MM-dd'T'HH:mm'Z'" : "yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
