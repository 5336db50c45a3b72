namespace LoadLab.Testing;

/// <summary>
/// What a test asks of a load test, as sentences. Each returns the result, so that another can follow, and throws an exception of its own kind with the verdict
/// table, the report's path and what to do. None needs a test framework or an assertion library.
/// </summary>
public static class LoadTestAssertions
{
    /// <summary>It may go live: every required SLO passed, in a valid run.</summary>
    /// <exception cref="LoadTestFailedException">A required SLO failed.</exception>
    /// <exception cref="InconclusiveRunException">Something is not known.</exception>
    /// <exception cref="InvalidRunException">The run does not count.</exception>
    public static LoadTestResult ShouldBeGo(this LoadTestResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return result.Decision switch
        {
            LoadTestDecision.Go => result,
            LoadTestDecision.NoGo => throw new LoadTestFailedException("Expected GO, but a required SLO failed.", result),
            LoadTestDecision.Invalid => throw new InvalidRunException("Expected GO, but the run is invalid.", result),
            _ => throw new InconclusiveRunException("Expected GO, but nothing was decided.", result),
        };
    }

    /// <summary>The run counts: its figures are the target's.</summary>
    /// <exception cref="InvalidRunException">It does not.</exception>
    public static LoadTestResult ShouldBeValid(this LoadTestResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return result.Decision == LoadTestDecision.Invalid || result.Run.Evaluation.Validity.Status == Core.Verdicts.ValidityStatus.Invalid
            ? throw new InvalidRunException("Expected a valid run.", result)
            : result;
    }

    /// <summary>One SLO passed, whether the decision depends on it or not.</summary>
    /// <param name="result">The result.</param>
    /// <param name="sloId">Its id in the catalogue, or that of a threshold in code.</param>
    /// <exception cref="ArgumentException">There is no such SLO; with all that there are.</exception>
    /// <exception cref="LoadTestFailedException">It failed, or holds only the SLA.</exception>
    /// <exception cref="InconclusiveRunException">It was not decided or not measured.</exception>
    /// <exception cref="InvalidRunException">The run does not count.</exception>
    public static LoadTestResult ShouldPass(this LoadTestResult result, string sloId)
    {
        ArgumentNullException.ThrowIfNull(result);
        var slo = result.Slo(sloId);
        return slo.Verdict switch
        {
            LoadTestVerdict.Pass => result,
            LoadTestVerdict.Fail or LoadTestVerdict.Warn => throw new LoadTestFailedException($"Expected '{slo.Title}' to pass: {slo.Reason}", result),
            _ when result.Decision == LoadTestDecision.Invalid => throw new InvalidRunException($"Expected '{slo.Title}' to pass, but the run is invalid.", result),
            _ => throw new InconclusiveRunException($"Expected '{slo.Title}' to pass, but it was not decided: {slo.Reason}", result),
        };
    }

    /// <summary>Iterations began in the measured part, all of them ended, and none failed.</summary>
    /// <exception cref="LoadTestFailedException">One did.</exception>
    /// <exception cref="InconclusiveRunException">None ended, or some had not when the run was over, so that nothing is known of them.</exception>
    public static LoadTestResult ShouldHaveNoFailures(this LoadTestResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return result.Failed > 0 ? throw new LoadTestFailedException(FormattableString.Invariant($"Expected no failures, but {result.Failed} of {result.Failed + result.Succeeded} iterations failed."), result)
            : result.Succeeded == 0 ? throw new InconclusiveRunException("Expected no failures, but no iteration ended in the measured part.", result)
            : result.Unfinished > 0 ? throw new InconclusiveRunException(FormattableString.Invariant($"Expected no failures, but {result.Unfinished} of {result.Unfinished + result.Succeeded} iterations had not ended when the run was over: whether they would have failed is not known."), result)
            : result;
    }
}
