namespace LoadLab.Core.Runs;

/// <summary>A slow request that can be found in the target's own tracing.</summary>
/// <param name="TraceId">Its trace id, 32 hexadecimal digits.</param>
/// <param name="Scenario">The scenario.</param>
/// <param name="Step">The step that it was sent in, <c>*</c> outside of any; null where several steps of the iteration were under way, so that it is not known.</param>
/// <param name="Second">Second of the run's clock at which it was sent.</param>
/// <param name="ServiceMs">Its service time in ms: from when it was sent to the end of what <paramref name="Until"/> names. Not the response time, which counts from the intended start of a step or iteration.</param>
/// <param name="Status">Status code; where no answer came, the class of the failure; <c>cut-off</c> when the phase ended before it did.</param>
/// <param name="Until"><c>answer</c>: the whole answer; <c>head</c>: its head, where the scenario reads the body itself.</param>
public sealed record SlowTrace(string TraceId, string Scenario, string? Step, double Second, double ServiceMs, string Status, string Until)
{
    /// <summary>Until the whole answer was there.</summary>
    public const string WholeAnswer = "answer";

    /// <summary>Until the head of the answer was there.</summary>
    public const string Head = "head";

    /// <summary>The phase ended before the request did.</summary>
    public const string CutOff = "cut-off";
}
