namespace LoadLab.Publishing.Letters;

/// <summary>Something that is sent to people or to another program.</summary>
/// <param name="Subject">One line.</param>
/// <param name="Text">The whole, as plain text or Markdown.</param>
public sealed record Letter(string Subject, string Text)
{
    /// <summary>The same as HTML; null for none.</summary>
    public string? Html { get; init; }

    /// <summary>The same as a JSON document, for a program that receives it; null for none.</summary>
    public string? Json { get; init; }
}
