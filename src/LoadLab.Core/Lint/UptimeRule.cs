using System.Globalization;
using System.Text.RegularExpressions;
using LoadLab.Core.Catalogue;

namespace LoadLab.Core.Lint;

/// <summary>The hours that the document gives for an availability against the hours that follow from it.</summary>
internal sealed partial class UptimeRule : LintRule
{
    private const decimal HoursOfYear = 8_760;
    private const decimal HoursOfMonth = 720;

    public override string Name => "uptime";

    public override IEnumerable<Diagnostic> Check(SloCatalogue catalogue)
    {
        foreach (var row in LintText.Availability(catalogue))
        {
            if (!row.Columns.TryGetValue("uptime", out var words))
            {
                continue;
            }

            if (Pattern().Match(words) is not { Success: true } match)
            {
                yield return Warning(row, "columns", $"The uptime '{words}' cannot be checked. Write it as '8751.24 hours/year'.");
                continue;
            }

            var digits = match.Groups["hours"].Value.Replace(",", "", StringComparison.Ordinal);
            var stated = decimal.Parse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);
            var (whole, other) = match.Groups["per"].Value == "year" ? (HoursOfYear, "month") : (HoursOfMonth, "year");
            var target = (decimal)row.Objective.Limit;
            var beside = IsPeriod(row, other) ? $" The period is a {other}, and the hours are of a {match.Groups["per"].Value}: of a month of 720 h it is {LintText.Number(target * HoursOfMonth)} h." : "";
            if (Math.Abs((target * whole) - stated) > HalfOfLastDigit(digits))
            {
                yield return Warning(row, "columns", $"{LintText.Percent(target)} of {LintText.Number(whole)} h is {LintText.Number(target * whole)} h; the document says {LintText.Number(stated)} h, which is {LintText.Percent(Math.Round(stated / whole, 5))}.{beside}");
            }
            else if (beside.Length > 0)
            {
                yield return Note(row, "columns", beside.TrimStart());
            }
        }
    }

    private static bool IsPeriod(AvailabilitySlo row, string word) =>
        row.Columns.TryGetValue("period", out var period) && period.StartsWith(word, StringComparison.OrdinalIgnoreCase);

    /// <summary>What rounding may hide: 8751 hours stands for 8,750.5 to 8,751.5.</summary>
    private static decimal HalfOfLastDigit(string digits)
    {
        var point = digits.IndexOf('.', StringComparison.Ordinal);
        return 0.5m / (decimal)Math.Pow(10, point < 0 ? 0 : digits.Length - point - 1);
    }

    [GeneratedRegex(@"^(?<hours>[0-9,]+(\.[0-9]+)?) hours?/(?<per>year|month)$", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
