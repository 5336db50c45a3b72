using System.Globalization;
using LoadLab.Cli.Documents;
using LoadLab.Core.Forecast;
using LoadLab.Core.Gate;
using LoadLab.Core.Runs;
using LoadLab.Core.Text;
using LoadLab.Core.Yaml;

namespace LoadLab.Cli.Terminal;

/// <summary>A forecast as lines for people and as a document for scripts. Pure.</summary>
internal static class ForecastText
{
    /// <summary>The load first, then what is not decided and why, then what is; a last line that says the whole.</summary>
    public static IReadOnlyList<string> Lines(RunForecast forecast, ChangeForecast? changes = null)
    {
        var lines = new List<string>
        {
            $"{forecast.Plan.Suite}: {DurationValue.Format(forecast.Plan.Duration)} of load, and at most {DurationValue.Format(forecast.MostDrain)} of waiting for what is still running; stack {forecast.Plan.Stack.Kind}",
            "",
        };
        lines.AddRange(ColumnText.Lines(
            [["Phase", "Offers", "Whole", "Measured", "Iterations"], .. forecast.Phases.Select(Row)], 4).Select(line => "  " + line));
        if (forecast.Phases.Any(phase => phase.Plan.Model == LoadModel.Closed))
            lines.Add($"  Iterations of users: when one takes {DurationValue.Format(forecast.Iteration)} beside its think time.");
        foreach (var answer in Enum.GetValues<ForecastAnswer>().OrderByDescending(answer => answer is ForecastAnswer.TooShort or ForecastAnswer.ProbablyTooShort or ForecastAnswer.Depends))
        {
            var slos = forecast.Slos.Where(slo => slo.Answer == answer).OrderByDescending(slo => slo.Required).ToList();
            if (slos.Count == 0)
                continue;
            lines.Add("");
            lines.Add($"{Heading(answer)} ({slos.Count})");
            lines.AddRange(ColumnText.Lines([["SLO", "Needs", ""], .. slos.Select(slo => new[] { slo.Title + (slo.Required ? "" : " (not required)"), Needs(slo), slo.Reason })], 1).Skip(1).Select(line => "  " + line));
        }

        if (changes is not null)
        {
            lines.Add("");
            lines.AddRange(ChangeForecastText.Lines(changes));
        }

        if (forecast.Warnings.Count > 0)
        {
            lines.Add("");
            lines.AddRange(forecast.Warnings.Select(warning => "Warning: " + warning));
        }

        lines.Add("");
        var required = forecast.Slos.Where(slo => slo.Required).Select(slo => slo.Answer).ToList();
        lines.Add(forecast.ExitCode != Core.ExitCode.Ok
            ? "NOT ENOUGH: a required SLO cannot be decided; such a run ends with NO-GO, however good the target is."
            : required.Contains(ForecastAnswer.ProbablyTooShort)
            ? "PROBABLY NOT ENOUGH: if it goes as the earlier run did, a required SLO is not decided, and the run ends with NO-GO, however good the target is."
            : required.Contains(ForecastAnswer.Depends)
            ? "No required SLO is known to be too short to decide. How many requests an iteration makes is known after the first run of the suite."
            : "Every required SLO can be decided, as far as a plan can know. A target near its limit needs more samples.");
        return lines;
    }

    /// <summary>One JSON document.</summary>
    public static string Json(RunForecast forecast, ChangeForecast? changes = null) => JsonText.Of(ForecastDocument.Of(forecast, changes), JsonText.Context.ForecastDocument);

    private static string[] Row(PhaseForecast phase) =>
    [
        phase.Plan.Name,
        phase.Plan.Model == LoadModel.Open ? Units.Rate(phase.RatePerSecond) : Units.Count(phase.Users) + " users" + (phase.Plan.ThinkTime.Mean > TimeSpan.Zero ? $", think time {DurationValue.Format(phase.Plan.ThinkTime.Mean)}" : ""),
        DurationValue.Format(phase.Plan.Duration),
        DurationValue.Format(phase.Plan.MeasuredDuration),
        (phase.Plan.Model == LoadModel.Closed ? "≈ " : "") + Units.Count((long)phase.Iterations),
    ];

    private static string Needs(SloForecast slo) => slo.Needs == 0 ? "" : slo.Needs.ToString("#,0", CultureInfo.InvariantCulture);

    private static string Heading(ForecastAnswer answer) => answer switch
    {
        ForecastAnswer.Decides => "Decided, when the target is well inside its limit",
        ForecastAnswer.TooShort => "Too short to decide",
        ForecastAnswer.ProbablyTooShort => "Probably too short to decide",
        ForecastAnswer.Depends => "Depends on the scenario and the target",
        ForecastAnswer.NotMeasured => "Not measured in a run",
        _ => "Not asked of this suite",
    };
}
