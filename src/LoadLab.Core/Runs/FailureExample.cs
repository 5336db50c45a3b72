namespace LoadLab.Core.Runs;

/// <summary>A failure in full: one of the first of its step and class. Secrets are hidden by their names, long texts are cut.</summary>
/// <param name="Scenario">The scenario.</param>
/// <param name="Step">The step.</param>
/// <param name="Class">From <see cref="Measurement.ResultClasses"/>.</param>
/// <param name="Code">Status code; empty when there is none.</param>
/// <param name="Message">What it said, on one line; empty when nothing.</param>
/// <param name="Request">The request, its head and body; empty when it is not known.</param>
/// <param name="Answer">The answer, its head and body; empty when there was none.</param>
/// <param name="Stack">The exception with its stack; empty when there was none.</param>
public sealed record FailureExample(string Scenario, string Step, string Class, string Code, string Message, string Request, string Answer, string Stack)
{
    /// <summary>Most of a step and class.</summary>
    public const int MostOfKind = 3;

    /// <summary>Most of a phase.</summary>
    public const int MostOfPhase = 60;
}
