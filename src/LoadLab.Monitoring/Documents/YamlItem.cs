namespace LoadLab.Monitoring.Documents;

/// <summary>One entry of a mapping or a list to write.</summary>
/// <param name="Key">Null in a list.</param>
/// <param name="Value">Its value, or the words of a comment.</param>
internal sealed record YamlItem(string? Key, object Value)
{
    /// <summary>True for a comment.</summary>
    public bool IsComment { get; init; }
}
