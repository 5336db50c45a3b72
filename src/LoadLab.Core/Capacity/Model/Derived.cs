namespace LoadLab.Core.Capacity.Model;

/// <summary>What was derived from the steps of a capacity search, or why it was not.</summary>
/// <typeparam name="T">What is derived.</typeparam>
/// <param name="Value">The result; null when it was refused.</param>
/// <param name="Refusal">Why there is no result, as one sentence without its full stop; empty when there is one.</param>
public sealed record Derived<T>(T? Value, string Refusal)
    where T : class;

/// <summary>Makes results and refusals.</summary>
internal static class Derived
{
    /// <summary>A result.</summary>
    public static Derived<T> Of<T>(T value)
        where T : class => new(value, "");

    /// <summary>None, and why.</summary>
    public static Derived<T> Refused<T>(string reason)
        where T : class => new(null, reason);
}
