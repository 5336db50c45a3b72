using LoadLab.Core.Runs;

namespace LoadLab.Engine.Recording;

/// <summary>What adds up over a phase beside its histograms. Belongs to the collector's thread.</summary>
internal sealed class PhaseTotals
{
    private readonly SortedDictionary<string, SortedDictionary<string, long>> _codes = new(StringComparer.Ordinal);

    public Counts Measured { get; private set; }

    public Counts Whole { get; private set; }

    public long ServiceTicks { get; private set; }

    public long ThinkTicks { get; private set; }

    public long LastDone { get; private set; }

    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, long>> StatusCodes =>
        new SortedDictionary<string, IReadOnlyDictionary<string, long>>(
            _codes.ToDictionary(pair => pair.Key, pair => (IReadOnlyDictionary<string, long>)pair.Value), StringComparer.Ordinal);

    public void Add(RecordingInterval interval)
    {
        Measured += interval.Counts[1].ToCounts();
        Whole += interval.Counts[0].ToCounts() + interval.Counts[1].ToCounts();
        ServiceTicks += interval.ServiceTicks;
        ThinkTicks += interval.ThinkTicks;
        LastDone = Math.Max(LastDone, interval.LastDone);
    }

    public void AddCodes(string scenario, string step, ReadOnlySpan<(string Code, long Count)> codes)
    {
        foreach (var (code, count) in codes)
        {
            if (count > 0)
            {
                var row = $"{scenario}/{step}";
                if (!_codes.TryGetValue(row, out var counts))
                {
                    _codes[row] = counts = new SortedDictionary<string, long>(StringComparer.Ordinal);
                }

                counts[code] = counts.GetValueOrDefault(code) + count;
            }
        }
    }
}
