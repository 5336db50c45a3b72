using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using LoadLab.Sdk;

namespace LoadLab.Engine.Tracing;

/// <summary>
/// Decides which requests of a phase are sampled, and gives them their trace ids. Which they are follows from the seed, the iteration's number and the
/// request's number in it, so that a run that is made again samples the same. The ids follow from the run's name too: two runs of one seed must not be one
/// trace. No two requests of a phase have the same id. Immutable.
/// </summary>
internal sealed class TraceSampler
{
    private const ulong Step = 0x9E3779B97F4A7C15UL;

    private readonly double _ratio;
    private readonly long _seed;
    private readonly ulong _high;
    private readonly ulong _low;

    /// <summary>A sampler of one phase.</summary>
    /// <param name="ratio">From 0 to 1.</param>
    /// <param name="seed">The phase's seed.</param>
    /// <param name="run">The run's name.</param>
    /// <param name="phase">The phase's name.</param>
    public TraceSampler(double ratio, long seed, string run, string phase)
    {
        (_ratio, _seed) = (ratio, seed);
        var salt = SHA256.HashData(Encoding.UTF8.GetBytes(FormattableString.Invariant($"{run}\n{phase}\n{seed}")));
        (_high, _low) = (BinaryPrimitives.ReadUInt64BigEndian(salt), BinaryPrimitives.ReadUInt64BigEndian(salt.AsSpan(8)));
    }

    /// <summary>Whether a request is sampled. Allocates nothing.</summary>
    /// <param name="iteration">Number of the iteration in the phase.</param>
    /// <param name="request">Number of the request in the iteration.</param>
    public bool Samples(long iteration, int request) => SeededRandom.UniformAt(unchecked((long)Mix((ulong)_seed + ((ulong)iteration * Step))), request) < _ratio;

    /// <summary>Its trace.</summary>
    public TraceParent Of(long iteration, int request)
    {
        unchecked
        {
            var high = Mix(_high + (ulong)iteration);
            var low = Mix(Mix(_low + (ulong)iteration) + (ulong)request);
            var span = Mix(high ^ Mix(low));
            return new TraceParent(high, low == 0 && high == 0 ? 1 : low, span == 0 ? 1 : span, IsSampled: true);
        }
    }

    /// <summary>splitmix64's finalizer (Steele, Lea and Flood, 2014), which maps no two numbers to one.</summary>
    private static ulong Mix(ulong z)
    {
        unchecked
        {
            z += Step;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
            return z ^ (z >> 31);
        }
    }
}
