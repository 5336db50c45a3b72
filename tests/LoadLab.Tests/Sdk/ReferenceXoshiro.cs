using System.Numerics;

namespace LoadLab.Tests.Sdk;

/// <summary>splitmix64 and xoshiro256**, written from the published definitions (prng.di.unimi.it), as something to compare with.</summary>
internal sealed class ReferenceXoshiro(ulong s0, ulong s1, ulong s2, ulong s3)
{
    private readonly ulong[] _state = [s0, s1, s2, s3];

    public static ulong SplitMixNext(ref ulong state)
    {
        state += 0x9E3779B97F4A7C15UL;
        var z = state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }

    public ulong Next()
    {
        var result = BitOperations.RotateLeft(_state[1] * 5, 7) * 9;
        var t = _state[1] << 17;
        _state[2] ^= _state[0];
        _state[3] ^= _state[1];
        _state[1] ^= _state[2];
        _state[0] ^= _state[3];
        _state[2] ^= t;
        _state[3] = BitOperations.RotateLeft(_state[3], 45);
        return result;
    }
}
