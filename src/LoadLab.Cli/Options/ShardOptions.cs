using System.CommandLine;
using System.Globalization;
using LoadLab.Core.Runs;

namespace LoadLab.Cli.Options;

/// <summary>The options of a run that is one part of a load.</summary>
internal static class ShardOptions
{
    public static Option<ShardPlan?> Shard() => new("--shard")
    {
        Description = "Run one part of the load: part 0, 1, … of N. Merge the runs with: loadlab runs merge",
        HelpName = "INDEX/N",
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            var parts = text.Split('/');
            if (parts.Length != 2
                || !int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var index)
                || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var count))
            {
                result.AddError($"--shard '{text}' is not INDEX/N such as 0/2.");
                return null;
            }

            if (count is < 1 or > ShardPlan.MostShards)
            {
                result.AddError($"--shard {text}: a load has 1 to {ShardPlan.MostShards} shards.");
            }
            else if (index >= count)
            {
                result.AddError($"--shard {text}: shards are counted from 0, so those of {count} are 0/{count} to {count - 1}/{count}.");
            }

            return new ShardPlan(index, count);
        },
    };

    public static Option<DateTimeOffset?> StartAt() => new("--start-at")
    {
        Description = "Begin the load at this time, in all shards alike. ISO 8601 with its offset. Default: when all is ready.",
        HelpName = "TIME",
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            string[] formats = ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mmK"];

            // Without an offset, K reads the machine's own: two machines would not mean the same time.
            var hasOffset = text.EndsWith('Z') || text.LastIndexOfAny(['+', '-']) > text.IndexOf('T', StringComparison.Ordinal);
            if (hasOffset && DateTimeOffset.TryParseExact(text, formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
            {
                return time.ToUniversalTime();
            }

            result.AddError($"--start-at '{text}' is not a time with its offset such as 2026-11-23T10:00:00Z.");
            return null;
        },
    };
}
