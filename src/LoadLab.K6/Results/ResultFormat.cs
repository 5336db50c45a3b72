namespace LoadLab.K6.Results;

/// <summary>What a file holds, by its first bytes: its name says nothing.</summary>
internal enum ResultFormat
{
    /// <summary>Nothing of k6's.</summary>
    Unknown,

    /// <summary>No byte.</summary>
    Empty,

    /// <summary><c>--out json</c>.</summary>
    Ndjson,

    /// <summary><c>--out csv</c>.</summary>
    Csv,

    /// <summary>One JSON document: a summary, if it is k6's.</summary>
    Document,
}
