namespace LoadLab.Stacks.Setup;

/// <summary>Something that this machine lacks.</summary>
/// <param name="Name">What it is: <c>redis-server</c>.</param>
/// <param name="Purpose">What LoadLab needs it for.</param>
/// <param name="Command">The command that gets it on this system.</param>
/// <param name="IsForStack">True when the stack cannot start without it; false when only a report suffers.</param>
public sealed record MissingPart(string Name, string Purpose, string Command, bool IsForStack)
{
    /// <summary>What is missing, what for, and how to get it.</summary>
    public override string ToString() => $"{Name} is missing: {Purpose}. Get it: {Command}";
}
