using System.Globalization;
using System.IO.Enumeration;
using LoadLab.Core.Text;

namespace LoadLab.Core.Store;

/// <summary>
/// What people may write for runs: a name, its unambiguous beginning or end, <c>latest</c>, <c>latest~2</c> (the one two before it),
/// <c>baseline</c> or <c>baseline:smoke</c>, <c>label:commit=1a2b*</c> (all runs with that label), a path, a pattern such as <c>*-smoke-*</c>, or several of these with commas between them.
/// </summary>
public static class RunReferences
{
    private const string BaselineName = "baseline";
    private const string LabelPrefix = "label:";

    /// <summary>For help texts.</summary>
    public const string Words = "a name, its unambiguous beginning or end, 'latest', 'latest~1', 'baseline:SUITE', a path, a pattern such as '2026112*', 'label:KEY=VALUE', or several with commas";

    /// <summary>Reads all runs that <paramref name="reference"/> means, the oldest first, none of them twice.</summary>
    /// <exception cref="LoadLabException">A part of it means no run, or more than one without a <c>*</c>; or a run cannot be read (104).</exception>
    public static IReadOnlyList<StoredRun> Read(RunStore store, string reference) =>
        [.. Resolve(store, reference).Select(run => run.Store.Read(run.RunId))];

    /// <summary>True when <paramref name="reference"/> asks for whatever fits, and not for runs by name.</summary>
    public static bool IsPattern(string reference) => reference.Contains('*', StringComparison.Ordinal) || reference.Contains(LabelPrefix, StringComparison.Ordinal);

    /// <summary>The runs that <paramref name="reference"/> means, without reading them.</summary>
    /// <exception cref="LoadLabException">A part of it means no run, or more than one without a <c>*</c> (104); with every such part.</exception>
    public static IReadOnlyList<(RunStore Store, string RunId)> Resolve(RunStore store, string reference)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(reference);
        var found = new List<(RunStore Store, string RunId)>();
        var faults = new List<string>();
        string? hint = null;
        foreach (var part in reference.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).DefaultIfEmpty(reference))
        {
            try
            {
                found.AddRange(One(store, part));
            }
            catch (LoadLabException fault)
            {
                faults.AddRange(fault.Faults);
                hint ??= fault.Hint;
            }
        }

        return faults.Count > 0
            ? throw new LoadLabException(ExitCode.BadConfiguration, faults, hint)
            : [.. found.DistinctBy(run => run.Store.IdOf(run.RunId)).OrderBy(run => run.RunId, StringComparer.Ordinal)];
    }

    private static IEnumerable<(RunStore Store, string RunId)> One(RunStore store, string part)
    {
        if (part.StartsWith(LabelPrefix, StringComparison.Ordinal))
        {
            return Labelled(store, part);
        }

        if (IsPattern(part))
        {
            var names = store.List().Where(name => FileSystemName.MatchesSimpleExpression(part, name, ignoreCase: false)).ToList();
            return names.Count > 0
                ? names.Select(name => (store, name))
                : throw new LoadLabException(ExitCode.BadConfiguration, $"No run in '{store.Root}' fits '{part}'.", "List all with: loadlab runs list");
        }

        if (part.StartsWith(RunStore.Latest + "~", StringComparison.Ordinal))
        {
            return [(store, Back(store, part))];
        }

        if (part == BaselineName || part.StartsWith(BaselineName + ":", StringComparison.Ordinal))
        {
            return BaselineRuns(store, part).Select(run => (store, run));
        }

        // A path names its own store; a run's name in the store comes first.
        var path = Path.GetFullPath(part.Length == 0 ? "." : part);
        return part.Length > 0 && RunStore.IsRun(path) && !store.List().Contains(part, StringComparer.Ordinal)
            ? [(new RunStore(Path.GetDirectoryName(path)!), Path.GetFileName(path))]
            : [(store, store.Resolve(part))];
    }

    private static List<(RunStore Store, string RunId)> Labelled(RunStore store, string part)
    {
        var pair = part[LabelPrefix.Length..].Split('=', 2);
        if (pair.Length != 2 || pair[0].Length == 0)
        {
            throw new LoadLabException(ExitCode.BadConfiguration, $"'{part}' is not label:KEY=VALUE.", "Write for example label:commit=1a2b3c4, or label:commit=1a2b*");
        }

        var runs = store.Summaries().Where(run => run.Labels.TryGetValue(pair[0], out var value) && FileSystemName.MatchesSimpleExpression(pair[1], value, ignoreCase: false)).ToList();
        return runs.Count > 0
            ? runs.ConvertAll(run => (store, run.RunId))
            : throw new LoadLabException(
                ExitCode.BadConfiguration,
                $"No run in '{store.Root}' has label {pair[0]}={pair[1]}.{NearestName.Sentence(pair[0], store.Summaries().SelectMany(run => run.Labels.Keys))}",
                "List all with: loadlab runs list");
    }

    private static IReadOnlyList<string> BaselineRuns(RunStore store, string part)
    {
        var suite = part.Length > BaselineName.Length ? part[(BaselineName.Length + 1)..] : null;
        var all = new BaselineStore(store).Files();
        var fits = all.Where(file => suite is null || file.Baseline.Suite == suite).ToList();
        var suites = fits.Select(file => file.Baseline.Suite).Distinct(StringComparer.Ordinal).ToList();
        if (fits.Count > 1 && suites.Count == 1)
        {
            throw new LoadLabException(
                ExitCode.BadConfiguration,
                $"Suite '{suites[0]}' has {fits.Count} baselines: {string.Join(" and ", fits.Select(file => file.Path))}.",
                "Delete all but one of these files.");
        }

        if (fits.Count != 1)
        {
            throw new LoadLabException(
                ExitCode.BadConfiguration,
                fits.Count > 1 ? $"There are baselines of {string.Join(", ", suites)}: say which, such as baseline:{suites[0]}."
                    : suite is null || all.Count == 0 ? $"There is no baseline in '{store.Root}'."
                    : $"Suite '{suite}' has no baseline.{NearestName.Sentence(suite, all.Select(file => file.Baseline.Suite))}",
                "Set one with: loadlab baseline set RUN");
        }

        var baseline = fits[0].Baseline;
        var missing = baseline.RunIds.Except(store.List(), StringComparer.Ordinal).ToList();
        return missing.Count == 0
            ? baseline.RunIds
            : throw new LoadLabException(
                ExitCode.BadConfiguration,
                [.. missing.Select(run => $"The baseline of suite '{baseline.Suite}' {(baseline.RunIds.Count > 1 ? "has" : "is")} run '{run}', which is not in '{store.Root}'.")],
                "Bring that run there, or set another one with: loadlab baseline set RUN");
    }

    private static string Back(RunStore store, string part)
    {
        var names = store.List();
        if (!int.TryParse(part.AsSpan(RunStore.Latest.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var back))
        {
            throw new LoadLabException(ExitCode.BadConfiguration, $"'{part}' is not latest~N with a whole number such as latest~1.");
        }

        return back < names.Count
            ? names[^(back + 1)]
            : throw new LoadLabException(ExitCode.BadConfiguration, $"'{part}' goes back further than the {names.Count} runs in '{store.Root}'.", "List all with: loadlab runs list");
    }
}
