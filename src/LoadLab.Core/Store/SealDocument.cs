using System.Text.Json.Serialization;

namespace LoadLab.Core.Store;

/// <summary>What a stored document was sealed with: the end of the file, so that one rename brings both. A checksum, and no signature: it shows damage and edits, not a forger.</summary>
/// <param name="DocumentSha256">SHA-256 of all bytes of the document before this value.</param>
internal sealed record SealDocument(string DocumentSha256)
{
    /// <summary>Bytes of the histogram log; null when the run has none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? HistogramBytes { get; init; }

    /// <summary>Its SHA-256; null when the run has none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? HistogramSha256 { get; init; }

    /// <summary>Both of them; null when the run has no log.</summary>
    [JsonIgnore]
    public FileSum? Histograms => HistogramBytes is { } bytes && HistogramSha256 is { } sum ? new FileSum(bytes, sum) : null;
}
