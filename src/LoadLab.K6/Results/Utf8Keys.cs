using System.Runtime.InteropServices;

namespace LoadLab.K6.Results;

/// <summary>Compares names as UTF-8 bytes, so that they are looked up in a buffer without making strings of them.</summary>
internal sealed class Utf8Keys : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
{
    private const ulong Prime = 0x9E3779B97F4A7C15;

    public static Utf8Keys Comparer { get; } = new();

    /// <summary>A table that is looked up by bytes.</summary>
    public static Dictionary<byte[], T> Table<T>() => new(Comparer);

    public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();

    public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) => alternate.SequenceEqual(other);

    public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

    public int GetHashCode(byte[] obj) => GetHashCode(obj.AsSpan());

    /// <summary>Eight bytes at a time: the names are the results' own, and nobody attacks with them.</summary>
    public int GetHashCode(ReadOnlySpan<byte> alternate)
    {
        var hash = (ulong)alternate.Length * Prime;
        var words = MemoryMarshal.Cast<byte, ulong>(alternate);
        foreach (var word in words)
        {
            hash = (ulong.RotateLeft(hash, 27) ^ word) * Prime;
        }

        foreach (var rest in alternate[(words.Length * sizeof(ulong))..])
        {
            hash = (hash ^ rest) * Prime;
        }

        return (int)(hash >> 32);
    }
}
