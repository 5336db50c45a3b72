using System.Globalization;

namespace LoadLab.Core.Capacity.Planning;

/// <summary>A calendar month.</summary>
/// <param name="Index">Months since year 0.</param>
public readonly record struct YearMonth(int Index)
{
    /// <summary>What is allowed, for messages.</summary>
    public const string Allowed = "a month such as 2028-01";

    /// <summary>Mean length of a month of the Gregorian calendar, in days.</summary>
    public const double Days = 365.2425 / 12;

    /// <summary>The month of a day.</summary>
    public static YearMonth Of(DateOnly day) => new((day.Year * 12) + day.Month - 1);

    /// <summary>Reads <c>2028-01</c>.</summary>
    public static bool TryParse(string text, out YearMonth month)
    {
        var isMonth = DateOnly.TryParseExact(text, "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is >= 1970 and <= 9990;
        month = isMonth ? Of(day) : default;
        return isMonth;
    }

    /// <summary>Its first day.</summary>
    public DateOnly FirstDay => new(Index / 12, (Index % 12) + 1, 1);

    /// <summary>Its last day.</summary>
    public DateOnly LastDay => Add(1).FirstDay.AddDays(-1);

    /// <summary>A day in months since year 0: the last day of a month is the beginning of the next.</summary>
    public static double Place(DateOnly day) => Of(day).Index + ((double)day.Day / DateTime.DaysInMonth(day.Year, day.Month));

    /// <summary>Some months later.</summary>
    public YearMonth Add(int months) => new(Index + months);

    /// <inheritdoc/>
    public override string ToString() => FirstDay.ToString("yyyy-MM", CultureInfo.InvariantCulture);
}
