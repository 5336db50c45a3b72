namespace LoadLab.Stacks.Probes;

/// <summary>
/// Chooses samples: <c>name</c> or <c>name{label="value",…}</c>. A sample matches when its name is equal and it has each label of the
/// selector with the same value; further labels do not matter.
/// </summary>
internal sealed record MetricSelector(string Text, string Name, IReadOnlyDictionary<string, string> Labels)
{
    /// <summary>Reads a selector.</summary>
    /// <exception cref="FormatException">It is malformed.</exception>
    public static MetricSelector Parse(string text)
    {
        var cursor = new PrometheusText.Cursor(text.Trim(), 0);
        var name = cursor.ReadName(allowColon: true);
        cursor.SkipBlanks();
        var labels = cursor.ReadLabels();
        return cursor.IsAtEnd ? new MetricSelector(text, name, labels) : throw cursor.Fault("there is more after the selector");
    }

    /// <summary>Sum of the samples that match; NaN when none does, or when one of them is NaN: a sum of the others would be a wrong one.</summary>
    public double Sum(IEnumerable<PrometheusSample> samples)
    {
        var (sum, any) = (0.0, false);
        foreach (var sample in samples)
        {
            if (Matches(sample))
                (sum, any) = (sum + sample.Value, true);
        }

        return any ? sum : double.NaN;
    }

    /// <summary>True when a sample is one of those that it chooses.</summary>
    public bool Matches(PrometheusSample sample)
    {
        if (sample.Name != Name)
            return false;
        foreach (var (label, value) in Labels)
        {
            if (!sample.Labels.TryGetValue(label, out var actual) || actual != value)
                return false;
        }

        return true;
    }
}
