namespace LoadLab.Core.Runs;

/// <summary>Somebody's word that a change may go although SLOs are violated. Kept with the run, so that it can be read later who said so and why.</summary>
/// <param name="By">Who. LoadLab does not check who typed it.</param>
/// <param name="Reason">Why, or the ticket.</param>
/// <param name="At">When it was recorded.</param>
public sealed record Approval(string By, string Reason, DateTimeOffset At)
{
    /// <summary><c>approved by NAME on 2026-11-24 10:00 UTC: REASON</c>.</summary>
    public override string ToString() => FormattableString.Invariant($"approved by {By} on {At.UtcDateTime:yyyy-MM-dd HH:mm} UTC: {Reason}");
}
