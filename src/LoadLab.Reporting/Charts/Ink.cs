namespace LoadLab.Reporting.Charts;

/// <summary>The chart's colours, by role.</summary>
internal enum Ink
{
    /// <summary>The median: pale, the background of the story.</summary>
    Median,

    /// <summary>P95.</summary>
    High,

    /// <summary>P99.</summary>
    Tail,

    /// <summary>Requests done.</summary>
    Flow,

    /// <summary>Failures.</summary>
    Failure,

    /// <summary>What the plan offered.</summary>
    Planned,

    /// <summary>The first resource.</summary>
    Resource,

    /// <summary>The second resource.</summary>
    OtherResource,

    /// <summary>SLO lines.</summary>
    Limit,
}

/// <summary>Colours as hex, for a light ground; the page has those for a dark one in <c>report.css</c>. Told apart by lightness too, for those who see few colours.</summary>
internal static class Palette
{
    public const string Text = "#1f2933";
    public const string Muted = "#667085";
    public const string Grid = "#e9ecf1";
    public const string Shade = "#f1f3f6";
    public const string Fault = "#fde3df";
    public const string Ground = "#ffffff";

    public static string Light(Ink ink) => ink switch
    {
        Ink.Median => "#9dbbe0",
        Ink.High => "#3a76c4",
        Ink.Tail => "#173f7a",
        Ink.Flow => "#2a8577",
        Ink.Failure => "#c8372d",
        Ink.Planned => "#7b8794",
        Ink.Resource => "#6b55b8",
        Ink.OtherResource => "#b17fd0",
        Ink.Limit => "#d9480f",
        _ => throw new System.Diagnostics.UnreachableException(ink.ToString()),
    };
}
