using System.Globalization;
using LoadLab.Core.Text;
using LoadLab.Core.Yaml;

namespace LoadLab.Core.Catalogue;

/// <summary>Reads <c>objective: {lt: 600ms}</c>. The unit is part of the text: a bare number could mean anything.</summary>
internal static class ObjectiveReader
{
    /// <summary>Reads the comparison and limit under <paramref name="key"/>.</summary>
    public static Objective? Read(YamlReader slo, string key = "objective")
    {
        if (slo.Map(key, required: true) is not { } map)
        {
            return null;
        }

        Objective? objective = null;
        var given = 0;
        foreach (var comparison in ComparisonOperators.OneSided)
        {
            var word = comparison.Word();
            if (map.Text(word) is not { } text)
            {
                continue;
            }

            given++;
            if (TryParse(text, out var limit, out var unit))
            {
                objective = new Objective(comparison, limit, unit, text);
            }
            else
            {
                map.Fault(word, $"'{text}' is not a limit with its unit. Write 600ms, 80%, 5MB/s, 150/s, 256MB or a number and a word such as '100 items'.");
            }
        }

        if (given != 1)
        {
            slo.Fault(key, $"must hold exactly one of {string.Join(", ", ComparisonOperators.OneSided.Select(one => one.Word()))}; it holds {given}.");
        }

        map.Done();
        return given == 1 ? objective : null;
    }

    /// <summary>Reads a value with its unit.</summary>
    public static bool TryParse(string text, out double limit, out string unit)
    {
        unit = "";
        if (PercentValue.TryParse(text, out limit))
        {
            unit = "ratio";
        }
        else if (text != "0" && DurationValue.TryParse(text, out var duration))
        {
            (limit, unit) = (duration.TotalMilliseconds, "ms");
        }
        else if (text.EndsWith("/s", StringComparison.Ordinal) && SizeValue.TryParse(text[..^2], out var perSecond))
        {
            (limit, unit) = (perSecond, "bytes/s");
        }
        else if (RateValue.TryParse(text, out limit))
        {
            unit = "1/s";
        }
        else if (SizeValue.TryParse(text, out var bytes))
        {
            (limit, unit) = (bytes, "bytes");
        }
        else
        {
            var parts = text.Split(' ', 2);
            unit = parts.Length == 2 ? parts[1].Trim() : "";
            return unit.Length > 0
                && unit.All(c => char.IsAsciiLetter(c) || c is '_' or '/')
                && double.TryParse(parts[0], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out limit);
        }

        return true;
    }
}
