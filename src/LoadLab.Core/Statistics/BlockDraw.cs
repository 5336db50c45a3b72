using LoadLab.Sdk;

namespace LoadLab.Core.Statistics;

/// <summary>Where the blocks of every resample of a circular block bootstrap start: drawn once, so that all questions are about the same resamples.</summary>
internal sealed class BlockDraw
{
    private readonly int[] _starts;
    private readonly int _seconds;
    private readonly int _length;
    private readonly int _blocks;

    public BlockDraw(int seconds, int length, int resamples, long seed)
    {
        (_seconds, _length, Resamples) = (seconds, length, resamples);
        _blocks = (seconds + length - 1) / length;
        _starts = new int[_blocks * resamples];
        var random = new SeededRandom(seed);
        for (var i = 0; i < _starts.Length; i++)
        {
            _starts[i] = random.Next(seconds);
        }
    }

    /// <summary>Number of resamples.</summary>
    public int Resamples { get; }

    /// <summary>The sum of <paramref name="values"/> over each resample; the last block is cut so that a resample is as long as the series.</summary>
    public long[] Sums(long[] values)
    {
        var prefix = Prefix(values);
        var sums = new long[Resamples];
        for (var r = 0; r < Resamples; r++)
        {
            sums[r] = Sum(prefix, r);
        }

        return sums;
    }

    /// <summary>Running sums over the series and one block beyond its end: what <see cref="Sum"/> wants.</summary>
    public long[] Prefix(long[] values)
    {
        var prefix = new long[_seconds + _length + 1];
        for (var i = 0; i < _seconds + _length; i++)
        {
            prefix[i + 1] = prefix[i] + values[i % _seconds];
        }

        return prefix;
    }

    /// <summary>The sum over one resample.</summary>
    public long Sum(long[] prefix, int resample)
    {
        var at = resample * _blocks;
        var end = at + _blocks - 1;
        long sum = 0;
        for (; at < end; at++)
        {
            sum += prefix[_starts[at] + _length] - prefix[_starts[at]];
        }

        var last = _seconds - ((_blocks - 1) * _length);
        return sum + prefix[_starts[end] + last] - prefix[_starts[end]];
    }
}
