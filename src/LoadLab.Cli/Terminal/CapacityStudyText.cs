using LoadLab.Core.Capacity;
using LoadLab.Core.Capacity.Search;
using LoadLab.Core.Statistics;

namespace LoadLab.Cli.Terminal;

/// <summary>What a change of settings buys, as lines for people. Pure.</summary>
internal static class CapacityStudyText
{
    /// <summary>A gain that nobody changes a set-up for.</summary>
    private const double LittleGain = 0.1;

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

    /// <summary>Along each key: where it stops helping, and what takes over.</summary>
    public static IEnumerable<string> Findings(IReadOnlyList<StudyRow> rows) =>
        CapacityStudy.Lines(rows).SelectMany(line => Findings(line).Select(finding => line.With.Length == 0 ? finding : $"{line.Key}, with {line.With}: {finding}"));

    private static IEnumerable<string> Findings(StudyLine line)
    {
        var rows = line.Rows;
        if (rows.FirstOrDefault(row => row.Answer.Held is null) is { } unknown)
        {
            yield return $"{unknown.Variant.Name} has no answer, so nothing is said of where it stops helping.";
        }
        else if (CapacityStudy.StopsHelpingAt(rows) is { } stop)
        {
            var most = CapacityStudy.MostGainAfter(rows, stop);
            yield return most <= LittleGain
                ? $"It stops helping at {stop.Variant.Name}: what comes after it holds at most {Part(most)} % more."
                : $"Beyond {stop.Variant.Name} no gain is shown, and {(double.IsFinite(most) ? $"one of up to {Part(most)} % is not" : "none is")} ruled out: the intervals are wide. Give the searches longer: --max-time";
        }
        else
        {
            yield return "It still helps at the last variant.";
        }

        if (CapacityStudy.TakesOverAt(rows) is { Row: { Busiest: { } to } row, From: var from })
        {
            yield return $"At {row.Variant.Name} the {to.Name} takes over from the {from.Name}: {(CapacityText.Saturation(to) is "full" ? "it is full" : CapacityText.Saturation(to))}.";
        }
        else if (rows[^1].Busiest is { BusyRatio: < CapacityStudy.UsedUp } idle)
        {
            yield return $"No resource that LoadLab watches is used up at {rows[^1].Variant.Name}: the busiest is the {idle.Name}, {Share(idle)}.";
        }
        else if (rows[^1].Busiest is { } same && rows.All(row => row.Busiest?.Measure == same.Measure))
        {
            yield return $"The {same.Name} is the busiest in all of them.";
        }
    }

    /// <summary>What a variant holds: <c>412/s</c>, <c>at least 412/s</c>, <c>no answer</c>.</summary>
    public static string Held(CapacityAnswer answer) => answer switch
    {
        { Held: null } => answer.Status == CapacityStatus.Invalid ? "INVALID" : "no answer",
        _ => CapacityText.Held(answer)!,
    };

    private static string[] Row(StudyRow row) =>
    [
        row.Variant.Name,
        Held(row.Answer),
        row.Answer is { Load: not null, Held: { } held } && CapacityFigure.Range(row.Answer.Model, held) is { } range ? range : "-",
        row.Gain is { } gain ? Gain(gain) : "-",
        row.Busiest is { } use ? $"{use.Name} {Share(use)}" : "-",
        row.Variant.RunId,
    ];

    private static string Gain(Interval gain) => CapacityFigure.Percent(gain) is var (estimate, low, high) && double.IsFinite(gain.Estimate) ? $"{estimate} % ({low} … {high})"
        : (double.IsFinite(gain.Low) && gain.Low > -1, double.IsFinite(gain.High)) switch
        {
            (true, true) => $"({low} … {high} %)",
            (true, false) => $"(at least {low} %)",
            (false, true) => $"(at most {high} %)",
            (false, false) => "(unknown)",
        };

    private static string Part(double ratio) => CapacityFigure.Percent(Interval.Exact(Math.Max(0, ratio))).Estimate.TrimStart('+');

    private static string Share(ResourceUse use) => CapacityText.Busy(use);
}
