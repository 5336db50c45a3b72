using System.CommandLine;
using LoadLab.Core;

namespace LoadLab.Cli.Options;

/// <summary><c>--vary KEY=a,b,c</c>: keys of the suite, and the values that each takes in turn.</summary>
internal static class VariedKeys
{
    /// <summary>More would take hours, each with a start of the stack.</summary>
    private const int MostVariants = 24;

    private const int MostKeys = 2;

    public static Option<KeyValuePair<string, string>[]> Create() =>
        CommonOptions.Pairs("--vary", "Search once for each value of a key of the suite, each with a start of its own: lms.pool.size=2,8,32. Twice for a grid.");

    /// <summary>Every combination, the last key the fastest; one without settings where nothing is varied.</summary>
    /// <exception cref="LoadLabException">A key has fewer than two values, or there are too many (104); with every fault.</exception>
    public static IReadOnlyList<IReadOnlyList<KeyValuePair<string, string>>> Variants(KeyValuePair<string, string>[] varied)
    {
        var faults = new List<string>();
        if (varied.Length > MostKeys)
        {
            faults.Add($"--vary is given {varied.Length} times; two keys make a grid, and more cannot be shown.");
        }

        foreach (var key in varied.GroupBy(pair => pair.Key).Where(group => group.Count() > 1))
        {
            faults.Add($"--vary {key.Key} is given twice. Give all its values at once: --vary {key.Key}={string.Join(',', key.Select(pair => pair.Value))}");
        }

        IEnumerable<IReadOnlyList<KeyValuePair<string, string>>> variants = [[]];
        foreach (var (key, text) in varied)
        {
            var values = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal).ToList();
            if (values.Count < 2)
            {
                faults.Add($"--vary {key}={text} has {values.Count} value{(values.Count == 1 ? "" : "s")}; a change needs two or more. To set one: --set {key}={text}");
            }

            variants = [.. variants.SelectMany(variant => values.Select(value => (IReadOnlyList<KeyValuePair<string, string>>)[.. variant, new(key, value)]))];
        }

        var all = variants.ToList();
        if (all.Count > MostVariants)
        {
            faults.Add($"--vary makes {all.Count} variants; {MostVariants} at the most. Give fewer values.");
        }

        return faults.Count == 0 ? all : throw new LoadLabException(ExitCode.BadConfiguration, faults, "Nothing was started.");
    }
}
