using System.Collections.Concurrent;
using LoadLab.Core.Runs;

namespace LoadLab.Engine.SelfHealth;

/// <summary>The marks of a phase: one for each step, and one for the code of a scenario outside of its steps. Thread-safe.</summary>
internal sealed class BlockMarks(BlockingWatch watch, TimeProvider time)
{
    private readonly ConcurrentDictionary<(string Scenario, string Step), BlockMark> _marks = new();

    /// <summary>Whether marks are to be carried now.</summary>
    public bool IsOn => watch.IsOn;

    /// <summary>The mark of a step.</summary>
    public BlockMark Of(string scenario, string step) => _marks.GetOrAdd((scenario, step), key => new BlockMark(key.Scenario, key.Step, time));

    /// <summary>Steps that were seen to keep their threads, the worst first.</summary>
    public IReadOnlyList<BlockedStep> Steps() =>
        [.. _marks.Values.Select(mark => mark.Result()).OfType<BlockedStep>().OrderByDescending(step => step.Calls * step.MeanMs)];
}
