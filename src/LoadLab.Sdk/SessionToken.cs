namespace LoadLab.Sdk;

/// <summary>A token that a session sends as <c>Authorization: Bearer …</c>. Never shown by <see cref="ToString"/>.</summary>
/// <param name="value">The token.</param>
/// <param name="lifetime">How long it is good for, above zero; it is renewed when a tenth of that is left.</param>
/// <exception cref="ArgumentException">There is no token, or it is good for no time: each request would fetch another one, unseen.</exception>
public sealed class SessionToken(string value, TimeSpan lifetime)
{
    /// <summary>The token.</summary>
    public string Value { get; } = value is { Length: > 0 } ? value : throw new ArgumentException("The session's token is empty.", nameof(value));

    /// <summary>How long it is good for.</summary>
    public TimeSpan Lifetime { get; } = lifetime > TimeSpan.Zero ? lifetime
        : throw new ArgumentException($"The session's token is good for {lifetime}, and must be for a time above zero: each request would fetch another one. Is the member of the answer that says it read under its own name (expires_in)?", nameof(lifetime));

    /// <summary>How it is shown: without its value.</summary>
    public override string ToString() => "SessionToken (hidden)";
}
