using LoadLab.Core.Text;

namespace LoadLab.Core.Runs;

/// <summary>How a run was asked for, so that it can be asked for again. Holds no secret: variables stand by their names.</summary>
public sealed record RunInvocation
{
    /// <summary>The program as it can be started again.</summary>
    /// <value><c>./loadlab</c>: from the checkout.</value>
    public string Program { get; init => field = value ?? Usual; } = Usual;

    /// <summary>The arguments, the verb first. Paths are absolute.</summary>
    public required IReadOnlyList<string> Arguments { get; init; }

    /// <summary>What must be done first, a sentence each: variables to set for what is not stored.</summary>
    public IReadOnlyList<string> Before { get; init => field = value ?? []; } = [];

    /// <summary>That of the whole load, when this is that of one of <paramref name="shards"/> parts of it.</summary>
    internal RunInvocation Merged(int shards)
    {
        var arguments = Arguments.ToList();
        foreach (var option in new[] { "--shard", "--start-at" })
        {
            if (arguments.IndexOf(option) is >= 0 and var at)
            {
                arguments.RemoveRange(at, 2);
            }
        }

        return this with
        {
            Arguments = arguments,
            Before = [.. Before, FormattableString.Invariant($"The load came from {shards} shards. To split it again add --shard 0/{shards} to --shard {shards - 1}/{shards}, one on each machine; then: loadlab runs merge")],
        };
    }

    private const string Usual = "./loadlab";

    /// <summary>The lines for a POSIX shell: what must be done first as comments, then the command.</summary>
    public string ToShell() => string.Concat(Before.Select(line => $"# {line}\n")) + ShellText.Line([Program, .. Arguments]);
}
