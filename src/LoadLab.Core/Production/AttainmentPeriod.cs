using System.Globalization;
using LoadLab.Core.Text;

namespace LoadLab.Core.Production;

/// <summary>A piece of the calendar, in UTC, that production is judged over.</summary>
/// <param name="Name"><c>2026-Q4</c>, <c>2026-10</c>, <c>2026-W41</c>, <c>2026-10-03</c>, or <c>20261001T0000Z-20261015T1200Z</c>: also the name of its file.</param>
/// <param name="From">Its beginning.</param>
/// <param name="To">Its end, which is no part of it.</param>
public sealed record AttainmentPeriod(string Name, DateTimeOffset From, DateTimeOffset To)
{
    /// <summary>Longest period that is taken: 366 days.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(366);

    /// <summary>Its length.</summary>
    public TimeSpan Length => To - From;

    /// <summary><c>quarter</c>, <c>month</c>, <c>week</c>, <c>day</c> or <c>range</c>.</summary>
    public string Kind => Name.Length switch
    {
        7 when Name[5] == 'Q' => "quarter",
        7 => "month",
        8 => "week",
        10 => "day",
        _ => "range",
    };

    /// <summary>The period before it of the same kind; null for a range.</summary>
    public AttainmentPeriod? Previous => Kind switch
    {
        "quarter" => OfQuarter(From.AddMonths(-3)),
        "month" => OfMonth(From.AddMonths(-1)),
        "week" => OfWeek(From.AddDays(-7)),
        "day" => OfDay(From.AddDays(-1)),
        _ => null,
    };

    /// <summary>A calendar month: <c>2026-10</c>. Null when the text is none.</summary>
    public static AttainmentPeriod? Month(string text) => Parse(text, "yyyy-MM") is { } start ? OfMonth(start) : null;

    /// <summary>A calendar quarter: <c>2026-Q4</c>. Null when the text is none.</summary>
    public static AttainmentPeriod? Quarter(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Length == 7 && text[4..6] == "-Q" && text[6] is >= '1' and <= '4' && Parse(text[..4] + "-01", "yyyy-MM") is { } year
            ? OfQuarter(year.AddMonths(3 * (text[6] - '1')))
            : null;
    }

    /// <summary>A day: <c>2026-10-03</c>. Null when the text is none.</summary>
    public static AttainmentPeriod? Day(string text) => Parse(text, "yyyy-MM-dd") is { } start ? OfDay(start) : null;

    /// <summary>A week of ISO 8601, from Monday on: <c>2026-W41</c>. Null when the text is none, or the year has no such week.</summary>
    public static AttainmentPeriod? Week(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length != 8 || text[4..6] != "-W"
            || !int.TryParse(text[..4], NumberStyles.None, CultureInfo.InvariantCulture, out var year)
            || !int.TryParse(text[6..], NumberStyles.None, CultureInfo.InvariantCulture, out var week)
            || year is < 1970 or > 9990 || week < 1 || week > ISOWeek.GetWeeksInYear(year))
        {
            return null;
        }

        return OfWeek(new DateTimeOffset(ISOWeek.ToDateTime(year, week, DayOfWeek.Monday), TimeSpan.Zero));
    }

    /// <summary>Any range, on whole minutes.</summary>
    /// <exception cref="LoadLabException">It is empty, longer than <see cref="Longest"/>, or not on whole minutes (104).</exception>
    public static AttainmentPeriod Range(DateTimeOffset from, DateTimeOffset to)
    {
        var (start, end) = (from.ToUniversalTime(), to.ToUniversalTime());
        if (end <= start || end - start > Longest || start.Ticks % TimeSpan.TicksPerMinute != 0 || end.Ticks % TimeSpan.TicksPerMinute != 0)
        {
            throw new LoadLabException(
                ExitCode.BadConfiguration,
                $"From {MomentText.Format(start)} to {MomentText.Format(end)} is not a period. It needs an end after its beginning, at most 366 days later, both on whole minutes.");
        }

        return new AttainmentPeriod(Compact(start) + "-" + Compact(end), start, end);
    }

    /// <summary>The period of this name, as it stands in a file. Null when it is none.</summary>
    public static AttainmentPeriod? OfName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Month(name) ?? Quarter(name) ?? Week(name) ?? Day(name)
            ?? (name.Split('-') is [var from, var to] && Parse(from, "yyyyMMdd'T'HHmm'Z'") is { } start && Parse(to, "yyyyMMdd'T'HHmm'Z'") is { } end && end > start
                ? new AttainmentPeriod(name, start, end)
                : null);
    }

    private static AttainmentPeriod OfMonth(DateTimeOffset start) => new(start.ToString("yyyy-MM", CultureInfo.InvariantCulture), start, start.AddMonths(1));

    private static AttainmentPeriod OfQuarter(DateTimeOffset start) => new(FormattableString.Invariant($"{start.Year:0000}-Q{((start.Month - 1) / 3) + 1}"), start, start.AddMonths(3));

    private static AttainmentPeriod OfDay(DateTimeOffset start) => new(start.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), start, start.AddDays(1));

    private static AttainmentPeriod OfWeek(DateTimeOffset start) => new(
        FormattableString.Invariant($"{ISOWeek.GetYear(start.UtcDateTime):0000}-W{ISOWeek.GetWeekOfYear(start.UtcDateTime):00}"), start, start.AddDays(7));

    private static DateTimeOffset? Parse(string text, string format) =>
        DateTimeOffset.TryParseExact(text, format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var start) && start.Year is >= 1970 and <= 9990
            ? start
            : null;

    private static string Compact(DateTimeOffset moment) => moment.ToString("yyyyMMdd'T'HHmm'Z'", CultureInfo.InvariantCulture);
}
