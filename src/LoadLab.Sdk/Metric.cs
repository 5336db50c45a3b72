namespace LoadLab.Sdk;

/// <summary>
/// A figure of the scenario's own, beside its requests. Made once, kept in a static field, and given values in iterations. Name those that there are with
/// <see cref="ScenarioProps.WithMetrics"/>, so that a catalogue which asks for another one is told before the load. Thread-safe.
/// </summary>
public abstract class Metric
{
    /// <summary>Most characters of a name.</summary>
    public const int MaxNameLength = 128;

    private protected Metric(string name, string unitOfMeasure, MetricType type)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(unitOfMeasure);
        if (name.Length is 0 or > MaxNameLength || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
        {
            throw new ArgumentException($"Metric name '{name}' is not allowed. Use 1 to {MaxNameLength} ASCII letters, digits, '-' or '_'.", nameof(name));
        }

        (Name, UnitOfMeasure, Type) = (name, unitOfMeasure, type);
    }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>Unit of its values in plain words: <c>ms</c>, <c>items</c>, <c>KB</c>; empty for none.</summary>
    public string UnitOfMeasure { get; }

    /// <summary>What it makes of its values.</summary>
    public MetricType Type { get; }

    /// <summary>A sum. As a measure: <c>counter.NAME</c>, and a second <c>counter.NAME.rate</c>.</summary>
    /// <param name="name">1 to 128 ASCII letters, digits, <c>-</c> or <c>_</c>.</param>
    /// <param name="unitOfMeasure">Unit in plain words.</param>
    /// <exception cref="ArgumentException">The name is empty, too long, or has other characters.</exception>
    public static Counter CreateCounter(string name, string unitOfMeasure = "") => new(name, unitOfMeasure);

    /// <summary>A value that goes up and down. As a measure: <c>gauge.NAME</c>.</summary>
    /// <inheritdoc cref="CreateCounter"/>
    public static Gauge CreateGauge(string name, string unitOfMeasure = "") => new(name, unitOfMeasure);

    /// <summary>A share of events. As measures: <c>rate.NAME.passes</c> of <c>rate.NAME.count</c>, and <c>rate.NAME</c> each second.</summary>
    /// <inheritdoc cref="CreateCounter"/>
    public static Rate CreateRate(string name) => new(name);

    /// <summary>A distribution. As a measure: <c>trend.NAME</c> where it is of times (<c>ms</c>), and <c>trend.NAME.mean</c>, <c>.p95</c>, <c>.max</c> each second.</summary>
    /// <inheritdoc cref="CreateCounter"/>
    public static Trend CreateTrend(string name, string unitOfMeasure = "ms") => new(name, unitOfMeasure);

    private protected void Record(IScenarioContext context, double value, string tag)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(tag);
        var sink = (Hosting.IMetricSink)context;
        sink.Record(this, "", value);
        if (tag.Length > 0)
        {
            sink.Record(this, tag, value);
        }
    }
}
