using System.Collections.Concurrent;
using LoadLab.Core.Runs;

namespace LoadLab.K6.Metrics;

/// <summary>The checks of a script, counted by group and name. Thread-safe.</summary>
internal sealed class CheckTable
{
    /// <summary>Most names; what comes after them is counted together.</summary>
    public const int Limit = 10_000;

    private readonly ConcurrentDictionary<(string Group, string Name), Tally> _checks = [];

    public void Add(string group, string name, bool holds)
    {
        if (!_checks.TryGetValue((group, name), out var tally))
        {
            tally = _checks.GetOrAdd(_checks.Count >= Limit ? ("", "(other)") : (group, name), _ => new Tally(_checks.Count));
        }

        tally.Add(holds);
    }

    public IReadOnlyList<ScriptCheck> ToResults() =>
        [.. _checks.OrderBy(check => check.Value.Order).ThenBy(check => check.Key.Name, StringComparer.Ordinal).Select(check => new ScriptCheck(check.Key.Group, check.Key.Name, check.Value.Passes, check.Value.Fails))];

    private sealed class Tally(int order)
    {
        private long _passes;
        private long _fails;

        public int Order => order;

        public long Passes => Interlocked.Read(ref _passes);

        public long Fails => Interlocked.Read(ref _fails);

        public void Add(bool holds) => Interlocked.Increment(ref holds ? ref _passes : ref _fails);
    }
}
