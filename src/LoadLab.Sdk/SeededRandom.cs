using System.Numerics;

namespace LoadLab.Sdk;

/// <summary>
/// xoshiro256** seeded by splitmix64 (Blackman and Vigna, 2018). Unlike <see cref="Random"/> with a seed it can be
/// seeded anew for each iteration without allocating, and its sequence is fixed by us, not by the runtime. Not thread-safe.
/// </summary>
public sealed class SeededRandom : Random
{
    private ulong _s0;
    private ulong _s1;
    private ulong _s2;
    private ulong _s3;

    /// <summary>A generator for <paramref name="seed"/> and <paramref name="stream"/>.</summary>
    public SeededRandom(long seed, long stream = 0)
        : base(0) => Reseed(seed, stream);

    /// <summary>Starts the sequence of <paramref name="seed"/> and <paramref name="stream"/>. Streams of one seed are independent.</summary>
    public void Reseed(long seed, long stream)
    {
        var state = SplitMix((ulong)seed) ^ SplitMix((ulong)stream + 0x632BE59BD9B4E019UL);
        _s0 = SplitMix(state += 0x9E3779B97F4A7C15UL);
        _s1 = SplitMix(state += 0x9E3779B97F4A7C15UL);
        _s2 = SplitMix(state += 0x9E3779B97F4A7C15UL);
        _s3 = SplitMix(state + 0x9E3779B97F4A7C15UL);
    }

    /// <summary>One uniform number from 0 to below 1 for each seed and stream, without any state: a pure function.</summary>
    public static double UniformAt(long seed, long stream) =>
        (SplitMix(SplitMix((ulong)seed) + (SplitMix((ulong)stream) * 0x9E3779B97F4A7C15UL) + 0x632BE59BD9B4E019UL) >> 11) * (1.0 / (1UL << 53));

    /// <inheritdoc/>
    public override double NextDouble() => (NextUInt64() >> 11) * (1.0 / (1UL << 53));

    /// <inheritdoc/>
    public override float NextSingle() => (NextUInt64() >> 40) * (1.0f / (1U << 24));

    /// <inheritdoc/>
    public override int Next() => (int)Bounded(int.MaxValue);

    /// <inheritdoc/>
    public override int Next(int maxValue)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maxValue);
        return (int)Bounded((ulong)maxValue);
    }

    /// <inheritdoc/>
    public override int Next(int minValue, int maxValue)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(minValue, maxValue);
        return (int)(minValue + (long)Bounded((ulong)((long)maxValue - minValue)));
    }

    /// <inheritdoc/>
    public override long NextInt64() => (long)Bounded(long.MaxValue);

    /// <inheritdoc/>
    public override long NextInt64(long maxValue)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maxValue);
        return (long)Bounded((ulong)maxValue);
    }

    /// <inheritdoc/>
    public override long NextInt64(long minValue, long maxValue)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(minValue, maxValue);
        return minValue + (long)Bounded((ulong)maxValue - (ulong)minValue);
    }

    /// <inheritdoc/>
    public override void NextBytes(byte[] buffer)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        NextBytes(buffer.AsSpan());
    }

    /// <inheritdoc/>
    public override void NextBytes(Span<byte> buffer)
    {
        for (; buffer.Length >= 8; buffer = buffer[8..])
        {
            BitConverter.TryWriteBytes(buffer, NextUInt64());
        }

        var rest = NextUInt64();
        for (var i = 0; i < buffer.Length; i++, rest >>= 8)
        {
            buffer[i] = (byte)rest;
        }
    }

    /// <inheritdoc/>
    protected override double Sample() => NextDouble();

    private static ulong SplitMix(ulong z)
    {
        z += 0x9E3779B97F4A7C15UL;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }

    /// <summary>Uniform on 0 … bound − 1, without bias worth naming (multiply-shift, Lemire 2019, error below 2⁻⁶⁴ · bound).</summary>
    private ulong Bounded(ulong bound) => Math.BigMul(NextUInt64(), bound, out _);

    private ulong NextUInt64()
    {
        var result = BitOperations.RotateLeft(_s1 * 5, 7) * 9;
        var t = _s1 << 17;
        _s2 ^= _s0;
        _s3 ^= _s1;
        _s1 ^= _s2;
        _s0 ^= _s3;
        _s2 ^= t;
        _s3 = BitOperations.RotateLeft(_s3, 45);
        return result;
    }
}
