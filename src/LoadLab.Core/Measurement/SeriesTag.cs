namespace LoadLab.Core.Measurement;

/// <summary>The tag of a line in a histogram log.</summary>
internal static class SeriesTag
{
    /// <summary>Tags may hold neither comma, blank nor line break, and step names may hold anything: parts are percent-encoded.</summary>
    public static string Format(SeriesKey key, string kind) => string.Join(
        '|',
        Uri.EscapeDataString(key.Phase),
        Uri.EscapeDataString(key.Scenario),
        Uri.EscapeDataString(key.Step),
        key.Class,
        key.Measured ? "hold" : "ramp",
        kind);

    /// <summary>The key and the kind, or null when the tag is not one of ours.</summary>
    public static (SeriesKey Key, string Kind)? Parse(string tag)
    {
        var parts = tag.Split('|');
        return parts.Length == 6
            ? (new SeriesKey(
                Uri.UnescapeDataString(parts[0]),
                Uri.UnescapeDataString(parts[1]),
                Uri.UnescapeDataString(parts[2]),
                parts[3],
                parts[4] == "hold"), parts[5])
            : null;
    }
}
