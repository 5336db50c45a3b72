namespace LoadLab.Core.Catalogue;

/// <summary>An alert that is expected, and has a ticket (<c>knownIssues:</c>): until then it is shown and nobody is told.</summary>
/// <param name="Alert">Id of the alert.</param>
/// <param name="Ticket">The ticket.</param>
/// <param name="Until">Last day, in UTC.</param>
public sealed record KnownIssue(string Alert, string Ticket, DateOnly Until);
