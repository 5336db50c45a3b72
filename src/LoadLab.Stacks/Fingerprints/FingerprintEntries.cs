namespace LoadLab.Stacks.Fingerprints;

/// <summary>Puts the parts of a fingerprint together.</summary>
internal static class FingerprintEntries
{
    /// <summary>Adds entries; a later one of the same key counts.</summary>
    public static void Add(this IDictionary<string, string> fingerprint, IEnumerable<KeyValuePair<string, string>> entries)
    {
        foreach (var (key, value) in entries)
            fingerprint[key] = value;
    }
}
