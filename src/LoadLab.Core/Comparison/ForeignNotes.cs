using LoadLab.Core.Runs;

namespace LoadLab.Core.Comparison;

/// <summary>What a comparison cannot know where another driver made a run.</summary>
internal static class ForeignNotes
{
    public static IEnumerable<string> Of(IReadOnlyList<RunRecord> records)
    {
        var foreign = records.Where(record => record.Driver is not null).ToList();
        if (foreign.Count == 0)
        {
            yield break;
        }

        var drivers = string.Join(", ", foreign.Select(record => record.Driver!.Name).Distinct());
        yield return $"Times are service times on both sides: {drivers} does not tell when a request was meant to start.";
        if (foreign.Count < records.Count)
        {
            yield return $"The service time of {drivers} leaves out DNS, connecting, TLS and the wait for a connection, which LoadLab's has; and LoadLab counts an iteration with a failed check as failed, which {drivers} does not tell.";
        }

        if (foreign.TrueForAll(record => record.Driver!.WasRun))
        {
            yield break;
        }

        yield return $"The results of {drivers} do not say which load it was told to offer: that it was the same on both sides is not checked.";
    }
}
