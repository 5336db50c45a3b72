namespace LoadLab.Sdk;

/// <summary>The share of events that are true.</summary>
public sealed class Rate : Metric
{
    internal Rate(string name)
        : base(name, "ratio", MetricType.Rate)
    {
    }

    /// <summary>Counts an event. Allocates nothing.</summary>
    /// <param name="context">The iteration's context.</param>
    /// <param name="passes">Whether it is one of the share.</param>
    /// <param name="tag">One of a few words, such as <c>plan:premium</c>: counted under it as well. Do not put ids into it.</param>
    public void Add(IScenarioContext context, bool passes, string tag = "") => Record(context, passes ? 1 : 0, tag);
}
