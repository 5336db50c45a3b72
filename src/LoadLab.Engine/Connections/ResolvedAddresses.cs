using System.Collections.Concurrent;

namespace LoadLab.Engine.Connections;

/// <summary>Remembers what relative addresses came to: most scenarios ask for the same few again and again, and taking one apart costs as much as sending it. Thread-safe.</summary>
internal sealed class ResolvedAddresses
{
    /// <summary>Addresses with ids in them are without end; what goes beyond is resolved each time.</summary>
    private const int Most = 1024;

    private readonly ConcurrentDictionary<(Uri Base, string Relative), Uri> _known = new();

    /// <summary>The absolute address.</summary>
    public Uri Resolve(Uri baseAddress, Uri relative)
    {
        var key = (baseAddress, relative.OriginalString);
        if (_known.TryGetValue(key, out var known))
        {
            return known;
        }

        var address = new Uri(baseAddress, relative);
        return _known.Count < Most ? _known.GetOrAdd(key, address) : address;
    }
}
