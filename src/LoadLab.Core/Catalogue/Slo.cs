using System.Globalization;
using LoadLab.Core.Measurement;
using LoadLab.Core.Verdicts;
using LoadLab.Core.Yaml;

namespace LoadLab.Core.Catalogue;

/// <summary>One row of the catalogue that is judged. What is measured is the business of its kinds.</summary>
public abstract record Slo : CatalogueEntry
{
    private protected Slo()
    {
    }

    /// <summary>A promise to the customer or the own target.</summary>
    public required SloTier Tier { get; init; }

    /// <summary>True when a launch depends on it.</summary>
    /// <value>True.</value>
    public bool Required { get; init; } = true;

    /// <summary>The limit.</summary>
    public required Objective Objective { get; init; }

    /// <summary>The period in production, as written: <c>rolling 30d</c>. A run judges itself; empty when none is given.</summary>
    public string Window { get; init; } = "";

    /// <summary>Why a run cannot measure it: its verdict is then NOT MEASURED, for this reason. Empty when a run can.</summary>
    public string NotMeasured { get; init; } = "";

    /// <summary>How production measures it; null when the catalogue does not say.</summary>
    public ProductionQueries? Production { get; init; }

    /// <summary>Judged window by window; null over the whole of each phase.</summary>
    public Windowing? Windowing { get; init; }

    /// <inheritdoc/>
    public override string Says => $"{Objective.Sign} {Objective.Text}" + (Windowing is { } windowing ? $" in {windowing}" : "");

    /// <summary>The service that it is about; null when it is about none.</summary>
    public abstract string? ServiceName { get; }

    /// <summary>What kind of figure it limits.</summary>
    public abstract SloFigure Figure { get; }

    /// <summary>The percentile that it limits, 0 to 100; null when it limits none.</summary>
    public virtual double? LimitedPercentile => null;

    /// <summary>Of a share: true when its events are the bad ones.</summary>
    public virtual bool CountsBad => false;

    /// <summary>True when its figure comes from the requests of its service, and not from a probe.</summary>
    public virtual bool IsOfRequests => false;

    /// <summary>All measures that it names, in the order of its keys; empty for what counts the requests of a service, and for a load.</summary>
    public abstract IReadOnlyList<MeasureUse> Measures { get; }

    /// <summary>The one measure that its verdict is of, so that a chart can draw the limit over the right line; empty when it is of several.</summary>
    public virtual string JudgedMeasure => "";

    /// <summary>In words, what is measured.</summary>
    /// <param name="service">Describes a service by its name.</param>
    public abstract string Describe(Func<string, string> service);

    /// <summary>Calls the visitor's method for its kind.</summary>
    public abstract T Accept<T>(ISloVisitor<T> visitor);

    /// <summary>What is measured, without the limit: rows of an SLA and an SLO with the same key look at one figure.</summary>
    public abstract string IndicatorKey { get; }

    /// <summary>The end of the key of a row that is judged window by window: another figure than that of the whole.</summary>
    private protected string WindowKey => Windowing is { } windowing ? $" {windowing}" : "";
}

/// <summary><c>kind: response-time</c>: a percentile of a service's response or service time.</summary>
public sealed record ResponseTimeSlo : Slo
{
    /// <summary>The service.</summary>
    public required string Service { get; init; }

    /// <summary><c>http.response_time</c>, <c>http.service_time</c>, or a time that the stack measures.</summary>
    public required string Measure { get; init; }

    /// <summary>Above 0, below 100.</summary>
    public required double Percentile { get; init; }

    /// <summary>True when service time may stand for response time in a run whose driver knows no response time.</summary>
    public bool AcceptsServiceTime { get; init; }

    /// <summary>True when the generator itself measures it.</summary>
    public bool IsClientTime => Measure is MeasureNames.HttpResponseTime or MeasureNames.HttpServiceTime;

    /// <inheritdoc/>
    public override string Kind => "response-time";

    /// <inheritdoc/>
    public override string? ServiceName => Service;

    /// <inheritdoc/>
    public override string IndicatorKey => string.Create(CultureInfo.InvariantCulture, $"{Service} {Measure} P{Percentile}{WindowKey}");

    /// <inheritdoc/>
    public override SloFigure Figure => SloFigure.Percentile;

    /// <inheritdoc/>
    public override double? LimitedPercentile => Percentile;

    /// <inheritdoc/>
    public override bool IsOfRequests => KnownMeasures.BuiltIn.Find(Measure) is { Kind: MeasureKind.RequestTimes };

    /// <inheritdoc/>
    public override IReadOnlyList<MeasureUse> Measures => [new("measure", Measure, [MeasureKind.RequestTimes, MeasureKind.Times], [])];

    /// <inheritdoc/>
    public override string JudgedMeasure => Measure;

    /// <inheritdoc/>
    public override string Describe(Func<string, string> service) => FormattableString.Invariant($"P{Percentile} of {Measure}, {service(Service)}");

    /// <inheritdoc/>
    public override T Accept<T>(ISloVisitor<T> visitor) => visitor.Visit(this);
}

/// <summary><c>kind: error-ratio</c>: the share of failed requests of a service, or of two running totals of probes, the bad ones of all.</summary>
public sealed record ErrorRatioSlo : Slo
{
    /// <summary>The service.</summary>
    public required string Service { get; init; }

    /// <summary><c>critical</c>, <c>high</c> or <c>medium</c>; empty when the document has no severities.</summary>
    public string Severity { get; init; } = "";

    /// <summary>Classes of results that count as failures; empty for all of them.</summary>
    public IReadOnlyList<string> Classes { get; init; } = [];

    /// <summary>Measure that counts the bad ones, such as <c>jobs.failed</c>; empty to judge the service's requests.</summary>
    public string Bad { get; init; } = "";

    /// <summary>Measure that counts all; empty to judge the service's requests.</summary>
    public string Total { get; init; } = "";

    /// <inheritdoc/>
    public override string Kind => "error-ratio";

    /// <inheritdoc/>
    public override string? ServiceName => Service;

    /// <inheritdoc/>
    public override string IndicatorKey => Bad.Length == 0 ? $"{Service} error ratio {string.Join(",", Classes)}{WindowKey}" : $"{Bad} of {Total}";

    /// <inheritdoc/>
    public override SloFigure Figure => SloFigure.Share;

    /// <inheritdoc/>
    public override bool CountsBad => true;

    /// <inheritdoc/>
    public override bool IsOfRequests => Bad.Length == 0;

    /// <inheritdoc/>
    public override IReadOnlyList<MeasureUse> Measures => IsOfRequests ? [] : [MeasureUse.OfTotal("bad", Bad), MeasureUse.OfTotal("total", Total)];

    /// <inheritdoc/>
    public override string JudgedMeasure => IsOfRequests ? MeasureNames.HttpErrorRatio : Bad;

    /// <inheritdoc/>
    public override string Describe(Func<string, string> service) => Total.Length > 0
        ? $"{Bad} of {Total}"
        : $"share of requests that failed ({(Classes.Count == 0 ? "every class" : string.Join(", ", Classes))}), {service(Service)}";

    /// <inheritdoc/>
    public override T Accept<T>(ISloVisitor<T> visitor) => visitor.Visit(this);
}

/// <summary><c>kind: availability</c>: the share of requests of a service that succeeded, of samples of a probe that it answered, or of jobs that it completed.</summary>
public sealed record AvailabilitySlo : Slo
{
    /// <summary>The service.</summary>
    public required string Service { get; init; }

    /// <summary>A probe's measure, such as <c>db.up</c>: 1 or more in a second in which the service was there. Empty to judge its requests or its jobs.</summary>
    public string Measure { get; init; } = "";

    /// <summary>Running totals of its jobs; null to judge samples or requests.</summary>
    public JobFlow? Jobs { get; init; }

    /// <inheritdoc/>
    public override string Kind => "availability";

    /// <inheritdoc/>
    public override string? ServiceName => Service;

    /// <inheritdoc/>
    public override string IndicatorKey => Jobs is { } jobs ? $"{Service} {jobs.Good} of {jobs.Total} availability"
        : Measure.Length == 0 ? $"{Service} availability" : $"{Service} {Measure} availability";

    /// <inheritdoc/>
    public override SloFigure Figure => SloFigure.Share;

    /// <inheritdoc/>
    public override bool IsOfRequests => Measure.Length == 0 && Jobs is null;

    /// <inheritdoc/>
    public override IReadOnlyList<MeasureUse> Measures => Jobs is { } jobs ? [MeasureUse.OfTotal("total", jobs.Total), MeasureUse.OfTotal("ended", jobs.Ended), MeasureUse.OfTotal("good", jobs.Good)]
        : Measure.Length > 0 ? [new("measure", Measure, [MeasureKind.Presence], [MeasureKind.Sample])]
        : [];

    /// <inheritdoc/>
    public override string JudgedMeasure => Jobs?.Good ?? Measure;

    /// <inheritdoc/>
    public override string Describe(Func<string, string> service) => Jobs is { } jobs ? $"share of {jobs.Total} that became {jobs.Good} within {DurationValue.Format(jobs.Within)}"
        : Measure.Length > 0 ? $"share of the samples of {Measure} that are 1"
        : $"share of requests that succeeded, {service(Service)}";

    /// <inheritdoc/>
    public override T Accept<T>(ISloVisitor<T> visitor) => visitor.Visit(this);
}

/// <summary>Work that is taken now and done later, as three running totals.</summary>
/// <param name="Total">Measure that counts what was taken, such as <c>jobs.submitted</c>.</param>
/// <param name="Ended">Measure that counts what has ended, well or not.</param>
/// <param name="Good">Measure that counts what has ended well.</param>
/// <param name="Within">Time that a job may take before it counts as not done.</param>
public sealed record JobFlow(string Total, string Ended, string Good, TimeSpan Within);

/// <summary><c>kind: success-ratio</c>: two running totals of probes, the good ones of all.</summary>
public sealed record SuccessRatioSlo : Slo
{
    /// <summary>Measure that counts the good ones.</summary>
    public required string Good { get; init; }

    /// <summary>Measure that counts all.</summary>
    public required string Total { get; init; }

    /// <inheritdoc/>
    public override string Kind => "success-ratio";

    /// <inheritdoc/>
    public override string? ServiceName => null;

    /// <inheritdoc/>
    public override string IndicatorKey => $"{Good} of {Total}";

    /// <inheritdoc/>
    public override SloFigure Figure => SloFigure.Share;

    /// <inheritdoc/>
    public override IReadOnlyList<MeasureUse> Measures => [MeasureUse.OfTotal("good", Good), MeasureUse.OfTotal("total", Total)];

    /// <inheritdoc/>
    public override string Describe(Func<string, string> service) => $"{Good} of {Total}";

    /// <inheritdoc/>
    public override T Accept<T>(ISloVisitor<T> visitor) => visitor.Visit(this);
}

/// <summary><c>kind: throughput</c>: bytes or things a second.</summary>
public sealed record ThroughputSlo : Slo
{
    /// <summary>The service.</summary>
    public required string Service { get; init; }

    /// <summary>The measure.</summary>
    public required string Measure { get; init; }

    /// <summary>Above 0, below 100: 5 says that 95 of 100 are at least that fast.</summary>
    public required double Percentile { get; init; }

    /// <inheritdoc/>
    public override string Kind => "throughput";

    /// <inheritdoc/>
    public override string? ServiceName => Service;

    /// <inheritdoc/>
    public override string IndicatorKey => string.Create(CultureInfo.InvariantCulture, $"{Service} {Measure} P{Percentile}{WindowKey}");

    /// <inheritdoc/>
    public override SloFigure Figure => SloFigure.Percentile;

    /// <inheritdoc/>
    public override double? LimitedPercentile => Percentile;

    /// <inheritdoc/>
    public override bool IsOfRequests => true;

    /// <inheritdoc/>
    public override IReadOnlyList<MeasureUse> Measures => [new("measure", Measure, [MeasureKind.Throughput], [])];

    /// <inheritdoc/>
    public override string JudgedMeasure => Measure;

    /// <inheritdoc/>
    public override string Describe(Func<string, string> service) => FormattableString.Invariant($"P{Percentile} of {Measure}, {service(Service)}");

    /// <inheritdoc/>
    public override T Accept<T>(ISloVisitor<T> visitor) => visitor.Visit(this);
}
