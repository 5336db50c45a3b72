using System.Collections.Concurrent;

namespace LoadLab.K6.State;

/// <summary>
/// Addresses that were taken apart: that costs as much as sending a request, and most scripts ask for the same few again and again. The first ones are kept,
/// in bounded memory; a look-up takes no lock. Thread-safe.
/// </summary>
internal sealed class KnownAddresses
{
    /// <summary>Most addresses that are kept. Others are taken apart each time.</summary>
    public const int MostKept = 10_000;

    private const int LongestKept = 512;

    private readonly ConcurrentDictionary<string, Uri> _known = new(StringComparer.Ordinal);
    private int _kept;

    /// <summary>How many are kept.</summary>
    public int Kept => Math.Min(Volatile.Read(ref _kept), MostKept);

    /// <summary>The address of a text that was there before; null for one that is not kept.</summary>
    public Uri? Find(string text) => _known.GetValueOrDefault(text);

    /// <summary>Keeps an address, if there is room.</summary>
    public void Keep(string text, Uri address)
    {
        if (Volatile.Read(ref _kept) < MostKept && text.Length <= LongestKept && Interlocked.Increment(ref _kept) <= MostKept)
        {
            _known.TryAdd(text, address);
        }
    }
}
