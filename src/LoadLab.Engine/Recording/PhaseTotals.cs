using LoadLab.Core.Measurement;

namespace LoadLab.Engine.Recording;

/// <summary>What adds up over a phase beside its histograms. Belongs to the collector's thread.</summary>
internal sealed class PhaseTotals
{
    private readonly SortedDictionary<string, SortedDictionary<string, long>> _codes = new(StringComparer.Ordinal);
    private readonly Dictionary<FailureKey, FailureSum> _failures = [];

    public Counts Measured { get; private set; }

    public Counts Whole { get; private set; }

    public long ServiceTicks { get; private set; }

    public long ThinkTicks { get; private set; }

    public long LastDone { get; private set; }

    /// <summary>Status codes of the measured part: <c>scenario/step</c> to code to count.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, long>> StatusCodes =>
        new SortedDictionary<string, IReadOnlyDictionary<string, long>>(
            _codes.ToDictionary(pair => pair.Key, pair => (IReadOnlyDictionary<string, long>)pair.Value), StringComparer.Ordinal);

    /// <summary>What failed, measured or not.</summary>
    public IReadOnlyDictionary<FailureKey, FailureSum> Failures => _failures;

    public void Add(RecordingInterval interval)
    {
        Measured += interval.Counts[1].ToCounts();
        Whole += interval.Counts[0].ToCounts() + interval.Counts[1].ToCounts();
        ServiceTicks += interval.ServiceTicks;
        ThinkTicks += interval.ThinkTicks;
        LastDone = Math.Max(LastDone, interval.LastDone);
    }

    /// <summary>The codes of one series in one second; the empty code is one too.</summary>
    public void AddCodes(int second, int scenario, int step, string row, ResultClass resultClass, bool measured, ReadOnlySpan<(string Code, long Count)> codes)
    {
        foreach (var (code, count) in codes)
        {
            if (count == 0)
            {
                continue;
            }

            if (measured && code.Length > 0)
            {
                AddCode(row, code, count);
            }

            if (resultClass != ResultClass.Ok)
            {
                var key = new FailureKey(scenario, step, resultClass, code);
                var sum = _failures.GetValueOrDefault(key, new FailureSum(0, 0, second));
                _failures[key] = sum with { Measured = sum.Measured + (measured ? count : 0), Unmeasured = sum.Unmeasured + (measured ? 0 : count) };
            }
        }
    }

    private void AddCode(string row, string code, long count)
    {
        if (!_codes.TryGetValue(row, out var counts))
        {
            _codes[row] = counts = new SortedDictionary<string, long>(StringComparer.Ordinal);
        }

        counts[code] = counts.GetValueOrDefault(code) + count;
    }
}

/// <summary>A kind of failure, by the numbers of its scenario and step.</summary>
internal readonly record struct FailureKey(int Scenario, int Step, ResultClass Class, string Code);

/// <summary>How many of it there were, and the second in which the first of them ended.</summary>
internal readonly record struct FailureSum(long Measured, long Unmeasured, int FirstSecond);
