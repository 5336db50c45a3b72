using System.Globalization;
using LoadLab.Core.Capacity;
using LoadLab.Core.Capacity.Search;
using LoadLab.Core.Statistics;
using LoadLab.Core.Text;

namespace LoadLab.Cli.Terminal;

/// <summary>What a change of settings buys, as lines for people. Pure.</summary>
internal static class CapacityStudyText
{
    public static IEnumerable<string> Lines(IReadOnlyList<CapacityVariant> variants)
    {
        foreach (var model in variants.SelectMany(variant => variant.Answers).Select(answer => answer.Model).Distinct().Order())
        {
            var rows = CapacityStudy.Rows(variants, model);
            yield return $"Capacity in {(model == CapacityModel.Rate ? "arrival rate" : "users")} by variant";
            foreach (var line in ColumnText.Lines([["VARIANT", "CAPACITY", "95 % INTERVAL", "BUYS", "BUSIEST THERE", "RUN"], .. rows.Select(Row)], 1, 2, 3))
            {
                yield return "  " + line;
            }

            foreach (var line in Findings(rows))
            {
                yield return line;
            }

            yield return "";
        }
    }

    /// <summary>Where it stops helping, and what takes over.</summary>
    public static IEnumerable<string> Findings(IReadOnlyList<StudyRow> rows)
    {
        if (CapacityStudy.StopsHelpingAt(rows) is { } stop)
        {
            yield return $"It stops helping at {stop.Variant.Name}: no variant after it surely holds more.";
        }
        else if (rows.Count > 1 && rows[0].Variant.Settings.Count == 1 && rows.All(row => row.Answer.Held is not null))
        {
            yield return "It still helps at the last variant.";
        }

        if (CapacityStudy.TakesOverAt(rows) is { Row: { Busiest: { } to } row, From: var from })
        {
            yield return $"At {row.Variant.Name} the {to.Name} takes over from the {from.Name}: {Share(to)} busy.";
        }
    }

    /// <summary>What a variant holds: <c>412/s</c>, <c>at least 412/s</c>, <c>no answer</c>.</summary>
    public static string Held(CapacityAnswer answer) => answer switch
    {
        { Held: null } => answer.Status == CapacityStatus.Invalid ? "INVALID" : "no answer",
        { Load: { } load } => CapacityText.Load(answer.Model, load),
        { Low: { } low } => "at least " + CapacityText.Load(answer.Model, low),
        { High: { } high } => "less than " + CapacityText.Load(answer.Model, high),
        _ => "no answer",
    };

    private static string[] Row(StudyRow row) =>
    [
        row.Variant.Name,
        Held(row.Answer),
        row.Answer is { Load: not null, Low: { } low, High: { } high } ? $"{CapacityText.Load(row.Answer.Model, low)} … {CapacityText.Load(row.Answer.Model, high)}" : "-",
        row.Gain is { } gain ? Gain(gain) : "-",
        row.Busiest is { } use ? $"{use.Name} {Share(use)}" : "-",
        row.Variant.RunId,
    ];

    private static string Gain(Interval gain) => (double.IsFinite(gain.Estimate) ? Percent(gain.Estimate) + " % " : "")
        + (double.IsFinite(gain.High) ? $"({Percent(gain.Low)} … {Percent(gain.High)})" : $"(at least {Percent(gain.Low)} %)");

    private static string Share(ResourceUse use) => Units.Percent(Math.Round(use.BusyRatio, 2));

    private static string Percent(double ratio) => (ratio * 100).ToString("+#,0;-#,0;0", CultureInfo.InvariantCulture);
}
