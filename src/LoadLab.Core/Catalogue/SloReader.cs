using LoadLab.Core.Measurement;
using LoadLab.Core.Running;
using LoadLab.Core.Text;
using LoadLab.Core.Verdicts;
using LoadLab.Core.Yaml;

namespace LoadLab.Core.Catalogue;

/// <summary>Reads one row by its kind. Null when something that its kind needs is wrong; the faults say what.</summary>
internal sealed class SloReader(YamlReader row, Dictionary<string, ServiceMap> services)
{
    private static readonly string[] Kinds =
        ["availability", "error-ratio", "response-time", "saturation", "throughput", "capacity", "success-ratio"];

    private static readonly string[] FailureClasses =
    [
        ResultClasses.Timeout, ResultClasses.Refused, ResultClasses.Reset, ResultClasses.Protocol,
        ResultClasses.Status5xx, ResultClasses.StatusOther, ResultClasses.Check, ResultClasses.Exception,
    ];

    private static readonly string[] JobKeys = ["total", "ended", "good", "within"];

    private static readonly Objective Unread = new(ComparisonOperator.LessThan, 0, "", "");

    public Slo? Read(string id, string title, string source, string window)
    {
        var kind = row.OneOf("kind", Kinds, required: true);
        var tier = SloTiers.OfWord(row.OneOf("tier", SloTiers.Words, required: true)) ?? SloTier.Slo; // A fault refuses the whole catalogue.
        var required = row.Flag("required") ?? true;
        var slo = kind switch
        {
            "response-time" => ReadResponseTime(id, title, tier, source),
            "error-ratio" => ReadErrorRatio(id, title, tier, source),
            "availability" => ReadAvailability(id, title, tier, source),
            "success-ratio" => ReadSuccessRatio(id, title, tier, source),
            "throughput" => ReadThroughput(id, title, tier, source),
            "saturation" => ReadSaturation(id, title, tier, source),
            "capacity" => new CapacityReader(row).Read(id, title, tier, source),
            _ => SkipUnknownKind(),
        };
        return slo is null ? null : slo with { Required = required, Window = window, NotMeasured = ReadNotMeasured(required), Production = ProductionReader.Read(row, slo) };
    }

    private ResponseTimeSlo ReadResponseTime(string id, string title, SloTier tier, string source)
    {
        var (measure, percentile, windowing) = ReadPercentileIndicator(MeasureNames.HttpResponseTime, isOfTime: true);
        if (windowing is not null && measure is not (MeasureNames.HttpResponseTime or MeasureNames.HttpServiceTime))
        {
            row.Fault("indicator", $"over and for are for {MeasureNames.HttpResponseTime} and {MeasureNames.HttpServiceTime}, of which a run keeps a histogram each second. Take them out.");
        }

        var accepts = row.Flag("acceptsServiceTime") ?? false;
        if (accepts && measure != MeasureNames.HttpResponseTime)
        {
            row.Fault("acceptsServiceTime", $"is for {MeasureNames.HttpResponseTime}: it lets the service time stand for it where a driver knows no response time. Take it out.");
        }

        return new ResponseTimeSlo
        {
            AcceptsServiceTime = accepts,
            Id = id,
            Title = title,
            Tier = tier,
            Source = source,
            Service = Service(),
            Objective = ReadObjective("ms", "a duration such as 600ms"),
            Measure = measure,
            Percentile = percentile,
            Windowing = windowing,
        };
    }

    private ThroughputSlo ReadThroughput(string id, string title, SloTier tier, string source)
    {
        var (measure, percentile, windowing) = ReadPercentileIndicator(null);
        return new ThroughputSlo
        {
            Id = id,
            Title = title,
            Tier = tier,
            Source = source,
            Service = Service(),
            Objective = ReadObjective("/s", "a size or a number a second such as 5MB/s or 150/s"),
            Measure = measure,
            Percentile = percentile,
            Windowing = windowing,
        };
    }

    private ErrorRatioSlo ReadErrorRatio(string id, string title, SloTier tier, string source)
    {
        IReadOnlyList<string> classes = [];
        Windowing? windowing = null;
        var (bad, total) = ("", "");
        if (row.Map("indicator") is { } indicator)
        {
            indicator.OneOf("measure", [MeasureNames.HttpErrorRatio]);
            classes = indicator.Texts("classes");
            foreach (var unknown in classes.Except(FailureClasses))
            {
                indicator.Fault("classes", $"'{unknown}' is not a class of failures.{NearestName.Sentence(unknown, FailureClasses)} Allowed: {string.Join(", ", FailureClasses)}.");
            }

            (bad, total) = (indicator.Text("bad") ?? "", indicator.Text("total") ?? "");
            windowing = Windowing.Read(indicator);
            if (windowing is not null && bad.Length > 0)
            {
                row.Fault("indicator", "over and for are for requests, which a run counts each second. Take them out, or take bad and total out.");
            }

            if (bad.Length == 0 != (total.Length == 0) || (bad.Length > 0 && classes.Count > 0))
            {
                row.Fault("indicator", "must hold either classes of requests, or both bad and total, two running totals of probes.");
            }

            indicator.Done();
        }

        return new ErrorRatioSlo
        {
            Id = id,
            Title = title,
            Tier = tier,
            Source = source,
            Service = Service(),
            Objective = ReadRatio(),
            Classes = classes,
            Severity = row.OneOf("severity", ["critical", "high", "medium"]) ?? "",
            Bad = bad,
            Total = total,
            Windowing = windowing,
        };
    }

    private AvailabilitySlo ReadAvailability(string id, string title, SloTier tier, string source)
    {
        var indicator = row.Map("indicator");
        var jobs = indicator is not null && JobKeys.Any(indicator.Has) ? ReadJobs(indicator) : null;
        if (jobs is not null && indicator!.Has("measure"))
        {
            row.Fault("indicator", $"must hold either measure, a probe's 0 or 1 each second, or {string.Join(", ", JobKeys)}.");
        }

        var measure = indicator?.Text("measure", required: jobs is null) ?? "";
        indicator?.Done();
        return new AvailabilitySlo { Id = id, Title = title, Tier = tier, Source = source, Service = Service(), Objective = ReadRatio(), Measure = measure, Jobs = jobs };
    }

    private static JobFlow ReadJobs(YamlReader indicator)
    {
        var (total, ended, good) = (indicator.Text("total", required: true) ?? "", indicator.Text("ended", required: true) ?? "", indicator.Text("good", required: true) ?? "");
        var within = indicator.Duration("within", required: true);
        if (within is { } given && given <= TimeSpan.Zero)
        {
            indicator.Fault("within", "must be above 0, for example 60s.");
        }

        return new JobFlow(total, ended, good, within ?? TimeSpan.Zero);
    }

    private SuccessRatioSlo ReadSuccessRatio(string id, string title, SloTier tier, string source)
    {
        var indicator = row.Map("indicator", required: true);
        var slo = new SuccessRatioSlo
        {
            Id = id,
            Title = title,
            Tier = tier,
            Source = source,
            Objective = ReadRatio(),
            Good = indicator?.Text("good", required: true) ?? "",
            Total = indicator?.Text("total", required: true) ?? "",
        };
        indicator?.Done();
        return slo;
    }

    private SaturationSlo ReadSaturation(string id, string title, SloTier tier, string source)
    {
        var indicator = row.Map("indicator", required: true);
        var of = indicator?.Text("of");
        var over = indicator is null ? null : Windowing.Seconds(indicator, "over");
        var lasting = indicator is null ? null : Windowing.Seconds(indicator, "for");
        var slo = new SaturationSlo
        {
            Id = id,
            Title = title,
            Tier = tier,
            Source = source,
            Objective = of is null ? ReadObjective("", "a number with its unit such as '100 items' or 256MB") : ReadRatio(),
            Measure = indicator?.Text("measure", required: true) ?? "",
            Of = of,
            Over = over,
            Windowing = lasting is null ? null : new Windowing(over ?? Windowing.Step, lasting),
            Phase = indicator?.Text("phase"),
            Aggregate = indicator?.OneOf("aggregate", ["max", "mean", "last"]) switch
            {
                "mean" => SampleAggregate.Mean,
                "last" => SampleAggregate.Last,
                _ => SampleAggregate.Max,
            },
        };
        if (lasting is not null && slo.Aggregate != SampleAggregate.Max)
        {
            row.Fault("indicator", "for asks how long a limit is crossed, and goes with aggregate: max only. Take it out.");
        }

        indicator?.Done();

        // 5s reads as 5,000 ms, and such a measure is in seconds.
        return slo is { Of: null, Objective.Unit: "ms" } && KnownMeasures.BuiltIn.Find(slo.Measure)?.Unit == "s"
            ? slo with { Objective = slo.Objective with { Limit = slo.Objective.Limit / 1000, Unit = "s" } }
            : slo;
    }

    private (string Measure, double Percentile, Windowing? Windowing) ReadPercentileIndicator(string? defaultMeasure, bool isOfTime = false)
    {
        if (row.Map("indicator", required: true) is not { } indicator)
        {
            return ("", 0, null);
        }

        var measure = indicator.Text("measure", required: defaultMeasure is null) ?? defaultMeasure ?? "";
        var percentile = indicator.Number("percentile", required: true);
        if (percentile is { } given && !(given > 0 && given < 100))
        {
            indicator.Fault("percentile", FormattableString.Invariant($"{given} is not above 0 and below 100."));
        }
        else if (isOfTime && percentile < 1)
        {
            // A ratio was written: the limit would hold for one answer of a hundred, and the row pass.
            indicator.Fault("percentile", FormattableString.Invariant($"{percentile} is a percentile which nearly every answer is slower than. Percentiles go from 0 to 100: write {Math.Round(percentile.Value * 100, 6)} for {percentile}."));
        }

        var windowing = Windowing.Read(indicator);
        indicator.Done();
        return (measure, percentile ?? 0, windowing);
    }

    private string Service()
    {
        var service = row.Text("service", required: true);
        if (service is not null && !services.ContainsKey(service))
        {
            row.Fault("service", $"there is no service '{service}'.{NearestName.Sentence(service, services.Keys)} Services: {string.Join(", ", services.Keys)}.");
        }

        return service ?? "";
    }

    private Objective ReadRatio() => ReadObjective("ratio", "a percentage such as 1% or 99.9%");

    /// <summary>The objective, whose unit must be <paramref name="unit"/>: whole, as an ending with a slash, or any when empty.</summary>
    private Objective ReadObjective(string unit, string allowed)
    {
        var objective = ObjectiveReader.Read(row);
        if (objective is not null && (unit == "/s" ? !objective.Unit.EndsWith(unit, StringComparison.Ordinal) : unit.Length > 0 && objective.Unit != unit))
        {
            row.Fault("objective", $"'{objective.Text}' has the wrong unit for this kind. Write {allowed}.");
        }

        return objective ?? Unread;
    }

    private string ReadNotMeasured(bool required)
    {
        var reason = row.Text("notMeasured") ?? "";
        if (reason.Length > 0 && required)
        {
            row.Fault("notMeasured", "a row that a run cannot measure would block every launch. Add required: false.");
        }

        return reason;
    }

    private Slo? SkipUnknownKind()
    {
        // The keys of an unknown kind cannot be judged: all of them are taken, so that one slip is one fault.
        foreach (var key in row.Keys)
        {
            row.Node(key);
        }

        return null;
    }
}
