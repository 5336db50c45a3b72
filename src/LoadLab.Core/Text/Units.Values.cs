namespace LoadLab.Core.Text;

public static partial class Units
{
    /// <summary>A value with the unit that a verdict or a measure declares: <c>ms</c>, <c>ratio</c>, <c>bytes</c>, <c>1/s</c>, or any plain word.</summary>
    public static string Value(double value, string unit) => unit switch
    {
        _ when !double.IsFinite(value) => None,
        "ms" => Milliseconds(value),
        "s" => value is > -1 and < 1 ? Milliseconds(value * 1000) : Significant(value) + " s",
        "ratio" => Percent(value),
        "bytes" => Bytes(value),
        "bytes/s" => Significant(value / 1e6) + " MB/s",
        "1/s" => Rate(value),
        "" => Significant(value),
        _ => Significant(value) + " " + (value == 1 ? OfOne(unit) : unit),
    };

    /// <summary>The word for one of what LoadLab's own measures count; a word of somebody else's stays as it is.</summary>
    private static string OfOne(string unit) => unit switch
    {
        "connections" or "items" or "mails" or "requests" or "tasks" or "backups" or "transactions" or "workers" or "users" => unit[..^1],
        "queries" => "query",
        _ => unit,
    };

    /// <summary>
    /// A measured value beside its limit. More digits than usual when both would read the same: "600 ms" against a limit of
    /// "600 ms" tells nobody which side it is on.
    /// </summary>
    public static string Against(double value, double limit, string unit)
    {
        var text = Value(value, unit);
        if (value == limit || text != Value(limit, unit))
        {
            return text;
        }

        var (factor, name) = unit switch
        {
            "ms" => (1.0, " ms"),
            "s" => (1.0, " s"),
            "ratio" => (100.0, " %"),
            "1/s" => (1.0, "/s"),
            "" => (1.0, ""),
            _ => (1.0, " " + unit),
        };
        for (var decimals = 1; decimals <= 9; decimals++)
        {
            var format = "#,0." + new string('0', decimals);
            text = (value * factor).ToString(format, Culture);
            if (text != (limit * factor).ToString(format, Culture))
            {
                break;
            }
        }

        return text + name;
    }

    /// <summary>A limit with its sign: <c>&lt; 600 ms</c>, <c>≥ 150/s</c>.</summary>
    /// <param name="limit">The limit, in <paramref name="unit"/>.</param>
    /// <param name="comparison">What a value must be against it.</param>
    /// <param name="unit">Its unit.</param>
    public static string Limit(double limit, ComparisonOperator comparison, string unit) => comparison.Sign() + " " + Value(limit, unit);
}
