namespace LoadLab.Sdk;

/// <summary>A distribution of values. Memory does not grow with their number.</summary>
public sealed class Trend : Metric
{
    internal Trend(string name, string unitOfMeasure)
        : base(name, unitOfMeasure, MetricType.Trend)
    {
    }

    /// <summary>Adds a value. Allocates nothing.</summary>
    /// <param name="context">The iteration's context.</param>
    /// <param name="value">A finite number in the unit of the metric; anything else is left out, and a finding says so.</param>
    /// <param name="tag">One of a few words, such as <c>plan:premium</c>: counted under it as well. Do not put ids into it.</param>
    public void Add(IScenarioContext context, double value, string tag = "") => Record(context, value, tag);

    /// <summary>Adds a time, for a trend in <c>ms</c>. Allocates nothing.</summary>
    /// <inheritdoc cref="Add(IScenarioContext, double, string)"/>
    public void Add(IScenarioContext context, TimeSpan value, string tag = "") => Record(context, value.TotalMilliseconds, tag);
}
