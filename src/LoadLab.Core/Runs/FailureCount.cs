using LoadLab.Core.Measurement;

namespace LoadLab.Core.Runs;

/// <summary>One kind of failure of a step in a phase: class and status code apart, measured and unmeasured apart.</summary>
/// <param name="Scenario">The scenario.</param>
/// <param name="Step">The step; <see cref="SeriesKey.WholeIteration"/> for the iteration.</param>
/// <param name="Class">From <see cref="ResultClasses"/>, never <see cref="ResultClasses.Ok"/>.</param>
/// <param name="Code">Status code; empty when there is none.</param>
/// <param name="Measured">How many count in the figures.</param>
/// <param name="Unmeasured">How many do not: those of ramps and of the warm-up.</param>
/// <param name="FirstSecond">Second of the run's clock in which the first of them ended, measured or not.</param>
/// <param name="Message">What the first of them said, on one line; empty when nothing.</param>
/// <param name="Body">A piece of the body of the first of them, on one line; empty when there was none.</param>
public sealed record FailureCount(
    string Scenario, string Step, string Class, string Code, long Measured, long Unmeasured, int FirstSecond, string Message, string Body);

/// <summary>Iterations that were still under way when their phase was cut off.</summary>
/// <param name="Scenario">The scenario.</param>
/// <param name="Step">The step that they were in; <see cref="SeriesKey.WholeIteration"/> for none.</param>
/// <param name="Measured">How many of them count in the figures.</param>
/// <param name="Unmeasured">How many do not.</param>
/// <param name="LongestMs">How long the oldest of them had been in that step, in ms.</param>
public sealed record CutOffCount(string Scenario, string Step, long Measured, long Unmeasured, double LongestMs);

/// <summary>
/// Code of a scenario that kept a thread of the pool for long without awaiting. It is looked for only while answers wait for a thread, so
/// these are calls that were seen, and not all.
/// </summary>
/// <param name="Scenario">The scenario.</param>
/// <param name="Step">The step; <see cref="SeriesKey.WholeIteration"/> for code outside of all steps.</param>
/// <param name="Calls">Calls that were seen to do so.</param>
/// <param name="Threads">Most threads that were in this step at one time.</param>
/// <param name="MeanMs">Mean time for which such a call kept its thread, in ms.</param>
/// <param name="LongestMs">The longest, in ms.</param>
public sealed record BlockedStep(string Scenario, string Step, long Calls, int Threads, double MeanMs, double LongestMs);
