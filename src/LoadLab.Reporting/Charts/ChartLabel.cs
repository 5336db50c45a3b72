namespace LoadLab.Reporting.Charts;

/// <summary>A word of a chart and where it stands.</summary>
/// <param name="Text">The word.</param>
/// <param name="X">Its anchor.</param>
/// <param name="Y">Its base line.</param>
/// <param name="Style">What it is.</param>
/// <param name="Anchor">Which of its points stands at <paramref name="X"/>.</param>
/// <param name="Ink">Its colour; null for that of its style.</param>
internal sealed record ChartLabel(string Text, double X, double Y, LabelStyle Style, LabelAnchor Anchor = LabelAnchor.Start, Ink? Ink = null);

/// <summary>What a label is.</summary>
internal enum LabelStyle
{
    /// <summary>What a panel shows.</summary>
    Title,

    /// <summary>A value of an axis, or a remark.</summary>
    Tick,

    /// <summary>The name of a phase.</summary>
    Phase,

    /// <summary>The name of a line or a limit, in its colour.</summary>
    Name,
}

/// <summary>Which point of a label its place is.</summary>
internal enum LabelAnchor
{
    /// <summary>Its left end.</summary>
    Start,

    /// <summary>Its middle.</summary>
    Middle,

    /// <summary>Its right end.</summary>
    End,
}
