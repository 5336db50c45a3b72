namespace LoadLab.Sdk;

/// <summary>A value that goes up and down; the latest one of each second is kept.</summary>
public sealed class Gauge : Metric
{
    internal Gauge(string name, string unitOfMeasure)
        : base(name, unitOfMeasure, MetricType.Gauge)
    {
    }

    /// <summary>Sets it. Allocates nothing.</summary>
    /// <param name="context">The iteration's context.</param>
    /// <param name="value">A finite number; anything else is left out, and a finding says so.</param>
    /// <param name="tag">One of a few words, such as <c>plan:premium</c>: kept under it as well. Do not put ids into it.</param>
    public void Set(IScenarioContext context, double value, string tag = "") => Record(context, value, tag);
}
