namespace LoadLab.Core.Catalogue;

/// <summary>Time that was announced and does not count. A slice is left out when it lies in windows as a whole; one that reaches out of them counts.</summary>
/// <param name="From">Its beginning.</param>
/// <param name="To">Its end, which is no part of it.</param>
/// <param name="Reason">What was done.</param>
public sealed record MaintenanceWindow(DateTimeOffset From, DateTimeOffset To, string Reason)
{
    /// <summary>The part of the windows that lies in a period, in order.</summary>
    public static IReadOnlyList<MaintenanceWindow> Within(IEnumerable<MaintenanceWindow> windows, DateTimeOffset from, DateTimeOffset to) =>
    [
        .. windows.Where(window => window.From < to && window.To > from)
            .Select(window => window with { From = window.From < from ? from : window.From, To = window.To > to ? to : window.To })
            .Distinct()
            .OrderBy(window => window.From)
            .ThenBy(window => window.To),
    ];
}
