namespace LoadLab.K6.State;

/// <summary>A cookie as a server or a script set it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">Its value, as it was written.</param>
internal sealed record StoredCookie(string Name, string Value)
{
    /// <summary>The attribute as it was written; empty for the host alone.</summary>
    public string Domain { get; init; } = "";

    public string Path { get; init; } = "";

    public bool Secure { get; init; }

    public bool HttpOnly { get; init; }

    public DateTimeOffset? Expires { get; init; }

    /// <summary>Seconds; 0 for none, negative for at once.</summary>
    public long MaxAge { get; init; }
}
