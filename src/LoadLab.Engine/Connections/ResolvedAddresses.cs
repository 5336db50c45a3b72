using System.Collections.Concurrent;

namespace LoadLab.Engine.Connections;

/// <summary>Remembers what relative addresses came to: most scenarios ask for the same few again and again, and taking one apart costs as much as sending it. Thread-safe.</summary>
internal sealed class ResolvedAddresses
{
    private readonly ConcurrentDictionary<Uri, ConcurrentDictionary<string, Uri>> _known = new();

    /// <summary>The addresses under a base.</summary>
    public UnderBase Under(Uri baseAddress) => new(baseAddress, _known.GetOrAdd(baseAddress, static _ => new(StringComparer.Ordinal)));

    /// <summary>The addresses under one base. Clients keep it: to find a base among others costs as much as to take an address apart.</summary>
    internal sealed class UnderBase(Uri baseAddress, ConcurrentDictionary<string, Uri> known)
    {
        /// <summary>Addresses with ids in them are without end; what goes beyond is resolved each time.</summary>
        private const int Most = 1024;

        private volatile bool _isFull;

        public Uri Base => baseAddress;

        /// <summary>The absolute address.</summary>
        public Uri Resolve(Uri relative)
        {
            if (known.TryGetValue(relative.OriginalString, out var resolved))
            {
                return resolved;
            }

            var address = new Uri(baseAddress, relative);
            if (_isFull)
            {
                return address;
            }

            // The count takes every lock of the dictionary: it is not asked for any more once it is full.
            _isFull = known.Count >= Most;
            return known.GetOrAdd(relative.OriginalString, address);
        }
    }
}
