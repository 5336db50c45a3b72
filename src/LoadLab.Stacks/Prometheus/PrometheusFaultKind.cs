namespace LoadLab.Stacks.Prometheus;

/// <summary>What follows from a fault of a Prometheus.</summary>
internal enum PrometheusFaultKind
{
    /// <summary>It may pass: the query is asked again.</summary>
    Transient,

    /// <summary>The query itself is wrong; other queries can still be asked.</summary>
    Query,

    /// <summary>It stays, and no other query would be answered.</summary>
    Permanent,
}
