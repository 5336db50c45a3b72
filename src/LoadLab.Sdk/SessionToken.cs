namespace LoadLab.Sdk;

/// <summary>A token that a session sends as <c>Authorization: Bearer …</c>. Never shown by <see cref="ToString"/>.</summary>
/// <param name="value">The token.</param>
/// <param name="lifetime">How long it is good for; it is renewed when a tenth of that is left.</param>
public sealed class SessionToken(string value, TimeSpan lifetime)
{
    /// <summary>The token.</summary>
    public string Value { get; } = value;

    /// <summary>How long it is good for.</summary>
    public TimeSpan Lifetime { get; } = lifetime;

    /// <summary>How it is shown: without its value.</summary>
    public override string ToString() => "SessionToken (hidden)";
}
