namespace LoadLab.Reporting.JUnit;

/// <summary>How a test case ended.</summary>
internal enum JUnitOutcome
{
    /// <summary>Good.</summary>
    Passed,

    /// <summary>It decides nothing, and did not pass.</summary>
    Skipped,

    /// <summary>It was measured, and is not as it must be.</summary>
    Failure,

    /// <summary>It could not be decided.</summary>
    Error,
}

/// <summary>A test case.</summary>
/// <param name="Name">What is tested.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Type">The word for it: <c>FAIL</c>, <c>NOT MEASURED</c>, <c>regressed</c> …</param>
/// <param name="Message">One sentence on it.</param>
internal sealed record JUnitCase(string Name, JUnitOutcome Outcome, string Type, string Message)
{
    /// <summary>Lines below the message, for who opens the case.</summary>
    public IReadOnlyList<string> Details { get; init; } = [];
}

/// <summary>A group of test cases.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Seconds">How long was measured.</param>
/// <param name="Cases">Its cases.</param>
internal sealed record JUnitSuite(string Name, double Seconds, IReadOnlyList<JUnitCase> Cases)
{
    /// <summary>What the suite has to tell beside its cases.</summary>
    public IReadOnlyList<string> Errors { get; init; } = [];
}
