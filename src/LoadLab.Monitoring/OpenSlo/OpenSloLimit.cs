using System.Globalization;
using LoadLab.Core.Text;
using LoadLab.Core.Yaml;
using LoadLab.Monitoring.Rows;

namespace LoadLab.Monitoring.OpenSlo;

/// <summary>What an objective of a catalogue says, from that of OpenSLO: the words of its display name where they agree with its target, which is what counts.</summary>
/// <param name="Comparison">How the figure is compared.</param>
/// <param name="Text">The limit with its unit.</param>
/// <param name="Value">The limit: a share from 0 to 1, or milliseconds.</param>
internal sealed record OpenSloLimit(ComparisonOperator Comparison, string Text, double Value)
{
    /// <summary>The limit of a kind; null when the display name of a response time has none.</summary>
    public static OpenSloLimit? Of(string displayName, string kind, decimal target)
    {
        var given = Parse(displayName);
        if (kind == "response-time")
        {
            return given is { Unit: "ms" } time && time.Comparison.WantsLess() == true ? new OpenSloLimit(time.Comparison, time.Text, time.Value) : null;
        }

        var (isBad, share) = (kind == "error-ratio", kind == "error-ratio" ? 1 - target : target);
        if (given is { Unit: "ratio" } ratio && ratio.Comparison.WantsLess() == isBad && (decimal)ratio.Value == share)
        {
            return new OpenSloLimit(ratio.Comparison, ratio.Text, ratio.Value);
        }

        return new OpenSloLimit(isBad ? ComparisonOperator.LessThanOrEqual : ComparisonOperator.GreaterThanOrEqual, PromQl.Number(share * 100) + "%", (double)share);
    }

    private static (ComparisonOperator Comparison, string Text, double Value, string Unit)? Parse(string displayName)
    {
        var parts = displayName.Split(' ', 2);
        foreach (var comparison in ComparisonOperators.OneSided)
        {
            if (parts.Length != 2 || parts[0] != comparison.Sign())
            {
                continue;
            }

            if (PercentValue.TryParse(parts[1], out var ratio))
            {
                return (comparison, parts[1], ratio, "ratio");
            }

            if (parts[1] != "0" && DurationValue.TryParse(parts[1], out var time))
            {
                return (comparison, parts[1], time.TotalMilliseconds, "ms");
            }
        }

        return null;
    }
}
