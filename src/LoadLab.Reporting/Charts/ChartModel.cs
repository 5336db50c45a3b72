namespace LoadLab.Reporting.Charts;

/// <summary>What the chart over time shows, before anybody draws it: PNG and SVG are drawn from the same model.</summary>
/// <param name="Seconds">Length of the time axis; it starts at 0.</param>
/// <param name="Phases">The phases, labelled above the first panel.</param>
/// <param name="Uncounted">Ramps, warm-ups and drains: shaded.</param>
/// <param name="Panels">From top to bottom.</param>
internal sealed record ChartModel(
    double Seconds,
    IReadOnlyList<ChartBand> Phases,
    IReadOnlyList<ChartBand> Uncounted,
    IReadOnlyList<ChartPanel> Panels)
{
    /// <summary>Times in which a part of the stack was broken on purpose: shaded in a colour of their own.</summary>
    public IReadOnlyList<ChartBand> Faults { get; init; } = [];

    /// <summary>Moments that are marked through all panels.</summary>
    public IReadOnlyList<ChartMark> Marks { get; init; } = [];

    /// <summary>Ticks of the axis below all panels.</summary>
    public IReadOnlyList<(double Place, string Label)> Ticks { get; init; } = [.. TimeAxis.Ticks(Seconds)];

    /// <summary>What the axis is.</summary>
    public string AxisTitle { get; init; } = "time of the run";

    /// <summary>What <see cref="Uncounted"/> are, beside a piece of their shade.</summary>
    public string ShadeKey { get; init; } = "not counted";

    /// <summary>What the chart shows, for those who cannot see it.</summary>
    public string Title { get; init; } = "Response time, throughput and saturation over time";
}

/// <summary>A moment.</summary>
/// <param name="Second">Second of the run's clock.</param>
/// <param name="Ink">Its colour.</param>
internal sealed record ChartMark(double Second, Ink Ink)
{
    /// <summary>Stands at the top of the first panel, to the right of the mark; empty for none.</summary>
    public string Label { get; init; } = "";
}

/// <summary>A stretch of time.</summary>
internal sealed record ChartBand(string Label, double Start, double End);

/// <summary>One panel.</summary>
/// <param name="Title">Says what is drawn, with unit.</param>
/// <param name="Unit">As in a verdict: <c>ms</c>, <c>ratio</c>, <c>1/s</c>, <c>items</c>.</param>
/// <param name="Series">The lines.</param>
/// <param name="Limits">The SLO lines.</param>
/// <param name="Axis">The value axis.</param>
/// <param name="Share">Height against the other panels.</param>
internal sealed record ChartPanel(
    string Title,
    string Unit,
    IReadOnlyList<ChartSeries> Series,
    IReadOnlyList<ChartLimit> Limits,
    ValueAxis Axis,
    double Share)
{
    /// <summary>Names of the measures that it shows.</summary>
    public IReadOnlyList<string> Measures { get; init; } = [];

    /// <summary>Words above points of it.</summary>
    public IReadOnlyList<ChartNote> Notes { get; init; } = [];
}

/// <summary>A word above a point of a panel.</summary>
/// <param name="Second">Place of the point on the common axis.</param>
/// <param name="Value">Its value.</param>
/// <param name="Text">The word.</param>
internal sealed record ChartNote(double Second, double Value, string Text);

/// <summary>A line.</summary>
/// <param name="Name">Stands at the line's end; empty for none.</param>
/// <param name="Ink">Its colour.</param>
/// <param name="X">Seconds, rising.</param>
/// <param name="Y">Values; NaN is a gap.</param>
internal sealed record ChartSeries(string Name, Ink Ink, IReadOnlyList<double> X, IReadOnlyList<double> Y)
{
    /// <summary>Its name in full, for the figures as CSV; empty where <see cref="Name"/> is that.</summary>
    public string Full { get; init; } = "";

    /// <summary>What it is called in the CSV.</summary>
    public string Key => Full.Length > 0 ? Full : Name;

    /// <summary>Drawn dashed: what was planned, not what was measured.</summary>
    public bool Dashed { get; init; }

    /// <summary>Filled down to the axis.</summary>
    public bool Filled { get; init; }

    /// <summary>Filled between these, one for each point: the interval of the line; empty for none.</summary>
    public IReadOnlyList<(double Low, double High)> Band { get; init; } = [];

    /// <summary>Points further apart than this have a gap between them.</summary>
    public double LargestGap { get; init; } = 3;

    /// <summary>Every point is drawn as a dot, with its interval as an upright line; empty for a plain line.</summary>
    public IReadOnlyList<(double Low, double High)> Intervals { get; init; } = [];

    /// <summary>Runs of points without a gap, as index ranges.</summary>
    public IEnumerable<(int From, int To)> Runs()
    {
        var from = -1;
        for (var i = 0; i <= Y.Count; i++)
        {
            // Two probe samples more than some seconds apart have a hole between them, even if nobody wrote a NaN there.
            var gap = i == Y.Count || double.IsNaN(Y[i]) || (from >= 0 && i > from && X[i] - X[i - 1] > LargestGap);
            if (gap && from >= 0)
            {
                yield return (from, i - 1);
                from = -1;
            }

            if (from < 0 && i < Y.Count && !double.IsNaN(Y[i]))
            {
                from = i;
            }
        }
    }

    /// <summary>Index of the last point that is no gap; -1 when there is none.</summary>
    public int LastIndex()
    {
        for (var i = Y.Count - 1; i >= 0; i--)
        {
            if (!double.IsNaN(Y[i]))
            {
                return i;
            }
        }

        return -1;
    }
}

/// <summary>An SLO line.</summary>
internal sealed record ChartLimit(string Label, double Value);
