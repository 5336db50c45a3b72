namespace LoadLab.Sdk.Hosting;

/// <summary>Where values of metrics and outcomes of checks go. Implemented by the engine's context.</summary>
public interface IMetricSink
{
    /// <summary>A value of a metric, under one tag alone: one that has a tag is handed over once without it and once with it.</summary>
    /// <param name="metric">The metric.</param>
    /// <param name="tag">Counted under it; empty for all values.</param>
    /// <param name="value">The value; 1 or 0 for a rate.</param>
    void Record(Metric metric, string tag, double value);

    /// <summary>The outcome of a check.</summary>
    /// <param name="group">The group that it stands in, as <c>outer::inner</c>; empty for none.</param>
    /// <param name="name">Its name.</param>
    /// <param name="holds">Whether it held.</param>
    void Check(string group, string name, bool holds);
}
