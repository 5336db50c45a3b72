namespace LoadLab.Engine.Recording;

/// <summary>What is recorded beside steps and iterations.</summary>
internal sealed partial class PhaseRecorder
{
    /// <summary>Scenarios whose steps have more names than there are rows, each with the first that has none.</summary>
    public IEnumerable<(string Scenario, string Name)> Overflows => _steps.Select((steps, i) => (_scenarios[i], steps.FirstOver)).Where(over => over.FirstOver is not null).Select(over => (over.Item1, over.FirstOver!));

    /// <summary>Scenarios whose steps have many names, each with how many and the last of them.</summary>
    public IEnumerable<(string Scenario, int Count, string Last)> ManyNames => _steps.Select((steps, i) => (_scenarios[i], steps.Names)).Where(one => one.Names.Count - 1 > StepTable.Many)
        .Select(one => (one.Item1, one.Names.Count - 1, one.Names[^1]));

    /// <summary>A value of a metric, or the outcome of a check, of a measured iteration.</summary>
    /// <param name="index">Its number.</param>
    /// <param name="isTrend">Whether it is a trend.</param>
    /// <param name="value">The value.</param>
    /// <param name="stamp">When it came.</param>
    public void Metric(int index, bool isTrend, double value, long stamp)
    {
        var recorder = _mine.Value!;
        recorder.BeginWrite().Metric(index, isTrend).Add(value, stamp);
        recorder.EndWrite();
    }

    /// <summary>An iteration that was given no data, and so did not take place: it is neither scheduled nor started.</summary>
    public void Withdrawn(bool measured)
    {
        var recorder = _mine.Value!;
        ref var counts = ref recorder.BeginWrite().Counts[measured ? 1 : 0];
        counts.Scheduled--;
        counts.Started--;
        recorder.EndWrite();
    }
}
