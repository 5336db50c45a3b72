namespace LoadLab.Monitoring.Alerting;

/// <summary>The values of the label <c>severity</c>. A page is as grave as critical, a ticket as a warning.</summary>
internal static class Severity
{
    /// <summary>A threshold of the document that is critical.</summary>
    public const string Critical = "critical";

    /// <summary>A threshold of the document that warns.</summary>
    public const string Warning = "warning";

    /// <summary>A budget that burns so fast that somebody is called.</summary>
    public const string Page = "page";

    /// <summary>It waits for working hours.</summary>
    public const string Ticket = "ticket";

    /// <summary>The sign of life of the alerting itself.</summary>
    public const string None = "none";

    /// <summary>The grave ones.</summary>
    public static IReadOnlyList<string> Grave { get; } = [Critical, Page];

    /// <summary>The others that tell somebody.</summary>
    public static IReadOnlyList<string> Mild { get; } = [Warning, Ticket];

    /// <summary>True for the grave ones.</summary>
    public static bool IsGrave(string severity) => Grave.Contains(severity);
}
