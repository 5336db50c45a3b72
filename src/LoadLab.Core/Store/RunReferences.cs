using System.Globalization;
using System.IO.Enumeration;

namespace LoadLab.Core.Store;

/// <summary>
/// What people may write for runs: a name, its unambiguous beginning or end, <c>latest</c>, <c>latest~2</c> (the one two before it),
/// a path, a pattern such as <c>*-smoke-*</c>, or several of these with commas between them.
/// </summary>
public static class RunReferences
{
    /// <summary>For help texts.</summary>
    public const string Words = "a name, its unambiguous beginning or end, 'latest', 'latest~1', a path, a pattern such as '2026112*', or several with commas";

    /// <summary>Reads all runs that <paramref name="reference"/> means, the oldest first, none of them twice.</summary>
    /// <exception cref="LoadLabException">A part of it means no run, or more than one without a <c>*</c>; or a run cannot be read (104).</exception>
    public static IReadOnlyList<StoredRun> Read(RunStore store, string reference) =>
        [.. Resolve(store, reference).Select(run => run.Store.Read(run.RunId))];

    /// <summary>True when <paramref name="reference"/> asks for whatever fits, and not for runs by name.</summary>
    public static bool IsPattern(string reference) => reference.Contains('*', StringComparison.Ordinal);

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
            : [.. found.DistinctBy(run => run.Store.PathOf(run.RunId)).OrderBy(run => run.RunId, StringComparer.Ordinal)];
    }

    private static IEnumerable<(RunStore Store, string RunId)> One(RunStore store, string part)
    {
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

        // A path names its own store; a run's name in the store comes first.
        var path = Path.GetFullPath(part.Length == 0 ? "." : part);
        return part.Length > 0 && RunStore.IsRun(path) && !store.List().Contains(part, StringComparer.Ordinal)
            ? [(new RunStore(Path.GetDirectoryName(path)!), Path.GetFileName(path))]
            : [(store, store.Resolve(part))];
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
