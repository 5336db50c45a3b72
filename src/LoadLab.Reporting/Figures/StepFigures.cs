namespace LoadLab.Reporting.Figures;

/// <summary>One step of one scenario over the measured part of a phase.</summary>
/// <param name="Scenario">The scenario; <c>*</c> for all.</param>
/// <param name="Step">The step; <c>*</c> for all requests of the phase, or for a scenario that has no steps.</param>
/// <param name="Ok">Requests that succeeded.</param>
/// <param name="Failed">Requests that failed.</param>
/// <param name="Response">done − intended start, of requests that succeeded or timed out.</param>
/// <param name="Service">done − sent, of the same requests.</param>
/// <param name="StatusCodes">Count of each status code, sorted by code.</param>
public sealed record StepFigures(
    string Scenario,
    string Step,
    long Ok,
    long Failed,
    TimeFigures Response,
    TimeFigures Service,
    IReadOnlyList<KeyValuePair<string, long>> StatusCodes)
{
    /// <summary>The name of the row of all requests.</summary>
    public const string All = "*";

    /// <summary>Response time, or service time where the driver knows no response time.</summary>
    public TimeFigures Times => HasServiceTimeOnly ? Service : Response;

    /// <summary>True when there is service time, and no response time.</summary>
    public bool HasServiceTimeOnly => Response.Samples == 0 && Service.Samples > 0;

    /// <summary>Share of failed requests, 0 to 1; NaN when there were none at all.</summary>
    public double FailedRatio => Ok + Failed == 0 ? double.NaN : (double)Failed / (Ok + Failed);
}
