namespace LoadLab.K6.State;

/// <summary>Statuses that are no failure.</summary>
/// <param name="Ranges">Each with its first and last.</param>
internal sealed record ExpectedStatuses(IReadOnlyList<(int First, int Last)> Ranges)
{
    /// <summary>k6's own: 200 to 399.</summary>
    public static ExpectedStatuses Default { get; } = new([(200, 399)]);

    public bool Has(int status) => Ranges.Any(range => status >= range.First && status <= range.Last);
}
