using LoadLab.Core.Runs;

namespace LoadLab.Stacks.Probes;

/// <summary>Adds up what the active sessions waited for, sample by sample: active session history. Not thread-safe.</summary>
internal sealed class WaitEvents
{
    private readonly Dictionary<(string Type, string Event), (long Sessions, int Samples)> _seen = [];
    private int _samples;

    /// <summary>Takes one sample: how many active sessions wait for what; an empty type is a session that runs.</summary>
    public void Add(IEnumerable<(string Type, string Event, long Sessions)> sample)
    {
        _samples++;
        foreach (var (type, name, sessions) in sample)
        {
            var (sum, samples) = _seen.GetValueOrDefault((type, name));
            _seen[(type, name)] = (sum + sessions, samples + 1);
        }
    }

    /// <summary>The table, what cost most first; null when no sample met an active session.</summary>
    public ProbeTable? Table()
    {
        var all = _seen.Values.Sum(seen => seen.Sessions);
        if (all == 0)
            return null;
        return new ProbeTable(
            "postgres.waits", "What active Postgres sessions did, from a look a second",
            [new("Wait event", ""), new("Share", "ratio"), new("Sessions, mean", "value"), new("Seen in samples", "ratio")],
            [
                .. _seen.OrderByDescending(seen => seen.Value.Sessions).ThenBy(seen => seen.Key.Event, StringComparer.Ordinal).Select(seen => (ProbeCell[])
                [
                    ProbeCell.Of(seen.Key.Type.Length == 0 ? "(running)" : $"{seen.Key.Type}: {seen.Key.Event}"),
                    ProbeCell.Of((double)seen.Value.Sessions / all),
                    ProbeCell.Of((double)seen.Value.Sessions / _samples),
                    ProbeCell.Of((double)seen.Value.Samples / _samples),
                ]),
            ]);
    }
}
