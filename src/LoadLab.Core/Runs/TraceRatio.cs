using System.Globalization;

namespace LoadLab.Core.Runs;

/// <summary>The share of requests that are sampled for tracing.</summary>
public static class TraceRatio
{
    /// <summary>The key of a suite.</summary>
    public const string Key = "traceSample";

    /// <summary>The option of a command line.</summary>
    public const string Option = "--trace-sample";

    /// <summary>What may be written.</summary>
    public const string Allowed = "a number from 0 to 1, as 0.01 for one request in a hundred; 0 sends no header";

    /// <summary>True for a share.</summary>
    public static bool IsRatio(double number) => number is >= 0 and <= 1;

    /// <summary>Reads one; 0 for null. What is wrong is added to <paramref name="faults"/>.</summary>
    public static double Read(string? text, ICollection<string> faults)
    {
        ArgumentNullException.ThrowIfNull(faults);
        if (text is null)
        {
            return 0;
        }

        if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && IsRatio(number))
        {
            return number;
        }

        faults.Add($"{Option} '{text}' is not {Allowed}.");
        return 0;
    }
}
