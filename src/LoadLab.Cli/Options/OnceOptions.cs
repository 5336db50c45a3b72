using System.CommandLine;
using LoadLab.Core;
using LoadLab.Core.Runs;

namespace LoadLab.Cli.Options;

/// <summary>The options that show single iterations in place of a load.</summary>
internal sealed class OnceOptions
{
    private readonly Option<bool> _once = new("--once")
    {
        Description = "Run one iteration of each scenario and show its requests, with their times by part. Nothing is judged, and no run is kept. 0: all went well; 99: an iteration, a step or a check failed.",
    };

    private readonly Option<bool> _trace = new("--trace") { Description = "With --once: show headers and bodies, too. Secrets are hidden, long bodies are cut." };

    /// <summary>All of them.</summary>
    public Option[] All => [_once, _trace];

    /// <summary>Whether single iterations were asked for.</summary>
    /// <exception cref="LoadLabException">With what has no meaning there (104); all faults.</exception>
    public bool Read(ParseResult parsed, RunOptions options, Option<ShardPlan?> shard, Option<DateTimeOffset?> startAt, Option<string?> healListen)
    {
        var faults = new List<string>();
        if (!parsed.GetValue(_once))
        {
            if (parsed.GetValue(_trace))
            {
                faults.Add("--trace shows single iterations, and needs --once. A load of thousands of requests cannot be shown; its first failures stand in the report.");
            }
        }
        else
        {
            if (parsed.GetValue(options.Json))
            {
                faults.Add("--json prints a run, and --once makes none. Leave one of them out.");
            }

            if (parsed.GetValue(options.TraceSample) is not null)
            {
                faults.Add("--trace-sample samples a load, and --once makes none. Leave one of them out.");
            }

            if (parsed.GetValue(shard) is not null)
            {
                faults.Add("--shard divides a load, and --once makes none. Leave one of them out.");
            }

            if (parsed.GetValue(startAt) is not null)
            {
                faults.Add("--start-at is when a load begins, and --once makes none. Leave one of them out.");
            }

            var published = options.Published(parsed);
            if (published.Count > 0)
            {
                faults.Add($"{string.Join(", ", published)}: figures of a load are published, and --once makes none. Leave one of them out.");
            }

            if (parsed.GetValue(healListen) is not null)
            {
                faults.Add("--heal-listen takes the calls of a healer while faults happen, and --once breaks nothing. Leave one of them out.");
            }
        }

        return faults.Count == 0 ? parsed.GetValue(_once) : throw new LoadLabException(ExitCode.BadConfiguration, faults, "See: loadlab run --help");
    }

    /// <summary>Whether headers and bodies are shown.</summary>
    public bool IsWhole(ParseResult parsed) => parsed.GetValue(_trace);
}
