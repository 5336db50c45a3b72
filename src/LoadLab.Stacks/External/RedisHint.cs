namespace LoadLab.Stacks.External;

/// <summary>What a Redis said to the way in that it was given.</summary>
/// <param name="Text">In words, without a full stop; null for nothing.</param>
/// <param name="IsFault">True when it cannot be used so.</param>
internal readonly record struct RedisHint(string? Text, bool IsFault)
{
    /// <summary>It takes what was given.</summary>
    public static RedisHint None => default;

    /// <summary>It cannot be used.</summary>
    public static RedisHint Fault(string text) => new(text, IsFault: true);

    /// <summary>It can be used, and something should be known.</summary>
    public static RedisHint Remark(string text) => new(text, IsFault: false);
}
