namespace LoadLab.Reporting.Charts;

/// <summary>Colours as hex, for a light ground or a dark one; those of the page are in <c>report.css</c>. Told apart by lightness too, for those who see few colours.</summary>
internal sealed record Palette
{
    /// <summary>For a light ground.</summary>
    public static Palette Light { get; } = new()
    {
        Text = "#1f2933",
        Muted = "#667085",
        Grid = "#e9ecf1",
        Shade = "#f1f3f6",
        Key = "#e1e5eb",
        Rule = "#cfd5de",
        Fault = "#fde3df",
        Ground = "#ffffff",
        Inks = new Dictionary<Ink, string>
        {
            [Ink.Median] = "#9dbbe0",
            [Ink.High] = "#3a76c4",
            [Ink.Tail] = "#173f7a",
            [Ink.Flow] = "#2a8577",
            [Ink.Failure] = "#c8372d",
            [Ink.Planned] = "#7b8794",
            [Ink.Resource] = "#6b55b8",
            [Ink.OtherResource] = "#b17fd0",
            [Ink.Limit] = "#d9480f",
        },
    };

    /// <summary>For a dark ground.</summary>
    public static Palette Dark { get; } = new()
    {
        Text = "#e6e9ee",
        Muted = "#97a1b0",
        Grid = "#252c36",
        Shade = "#232a35",
        Key = "#323b48",
        Rule = "#323b48",
        Fault = "#45262a",
        Ground = "#14181f",
        Inks = new Dictionary<Ink, string>
        {
            [Ink.Median] = "#3f6596",
            [Ink.High] = "#5b9ae8",
            [Ink.Tail] = "#b5d3fb",
            [Ink.Flow] = "#4fbfae",
            [Ink.Failure] = "#ff7b72",
            [Ink.Planned] = "#8b97a6",
            [Ink.Resource] = "#a594f0",
            [Ink.OtherResource] = "#7d5c9e",
            [Ink.Limit] = "#ff9357",
        },
    };

    public required string Text { get; init; }

    public required string Muted { get; init; }

    public required string Grid { get; init; }

    public required string Shade { get; init; }

    public required string Key { get; init; }

    public required string Rule { get; init; }

    public required string Fault { get; init; }

    public required string Ground { get; init; }

    public required IReadOnlyDictionary<Ink, string> Inks { get; init; }
}
