namespace LoadLab.Core.Catalogue;

/// <summary>One statement of the document in the catalogue: what it says, where it stands there, and where it stands in the catalogue.</summary>
public abstract record CatalogueEntry
{
    private protected CatalogueEntry()
    {
    }

    /// <summary>Unique in the catalogue: small letters, digits and hyphens.</summary>
    public required string Id { get; init; }

    /// <summary>For people.</summary>
    public required string Title { get; init; }

    /// <summary>Section and row of the document, with the column where a row has several values: <c>2.2/1/p95</c>.</summary>
    public required string Source { get; init; }

    /// <summary>The words of the document; empty when not quoted.</summary>
    public string Original { get; init; } = "";

    /// <summary>The row's other columns, in the words of the document: name to text.</summary>
    public IReadOnlyDictionary<string, string> Columns { get; init; } = new Dictionary<string, string>();

    /// <summary>Where its keys stand in the catalogue's file.</summary>
    public EntryPlace Place { get; init; } = EntryPlace.None;

    /// <summary>The kind, as the catalogue writes it: <c>response-time</c>, <c>alert</c> …</summary>
    public abstract string Kind { get; }

    /// <summary>What it demands or states, in a few words: <c>&lt; 600ms</c>.</summary>
    public abstract string Says { get; }

    /// <summary>All places of the document that it stands for: its source, and the row's other columns.</summary>
    public virtual IEnumerable<string> Cites => Columns.Keys.Select(ColumnSource).Prepend(Source);

    /// <summary>The place of another column of its row: <c>2.1/1/uptime</c>.</summary>
    protected string ColumnSource(string column) => string.Join('/', Source.Split('/').Take(2).Append(column));
}
