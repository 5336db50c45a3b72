namespace LoadLab.Sdk;

/// <summary>A sum of values that are not negative.</summary>
public sealed class Counter : Metric
{
    internal Counter(string name, string unitOfMeasure)
        : base(name, unitOfMeasure, MetricType.Counter)
    {
    }

    /// <summary>Adds to it. Allocates nothing.</summary>
    /// <param name="context">The iteration's context.</param>
    /// <param name="value">0 or more; anything else is left out, and a finding says so.</param>
    /// <param name="tag">One of a few words, such as <c>plan:premium</c>: counted under it as well. Do not put ids into it.</param>
    public void Add(IScenarioContext context, double value = 1, string tag = "") => Record(context, value, tag);
}
