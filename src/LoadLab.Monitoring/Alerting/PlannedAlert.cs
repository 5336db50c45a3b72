namespace LoadLab.Monitoring.Alerting;

/// <summary>One alert that production gets.</summary>
internal sealed record PlannedAlert
{
    /// <summary>One of <see cref="AlertKinds"/>.</summary>
    public required string Name { get; init; }

    /// <summary>One of <see cref="Alerting.Severity"/>.</summary>
    public required string Severity { get; init; }

    /// <summary>PromQL; fires for each series that it gives.</summary>
    public required string Expression { get; init; }

    /// <summary>How long the expression must hold; zero for at once.</summary>
    public TimeSpan For { get; init; }

    /// <summary>Id of the row; empty for what is of the whole catalogue.</summary>
    public string Slo { get; init; } = "";

    /// <summary>Service of the row; <c>none</c> for a row of none, empty for what is of the whole catalogue.</summary>
    public string Service { get; init; } = "";

    /// <summary>Tier of the row.</summary>
    public string Tier { get; init; } = "";

    /// <summary>Id of the document's alert that watches the row's figure; empty when none does.</summary>
    public string Alert { get; init; } = "";

    /// <summary>The windows of a burn rate: <c>1h/5m</c>; empty for others.</summary>
    public string Window { get; init; } = "";

    /// <summary>The place in the document.</summary>
    public string Source { get; init; } = "";

    /// <summary>One line for people.</summary>
    public required string Summary { get; init; }

    /// <summary>What it means.</summary>
    public required string Description { get; init; }

    /// <summary>What the rule says about itself as a comment; empty for nothing.</summary>
    public string Comment { get; init; } = "";

    /// <summary>The anchor of its part of the runbook.</summary>
    public string Anchor => Slo.Length > 0 ? Slo : Name.ToLowerInvariant();
}
