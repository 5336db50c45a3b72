namespace LoadLab.Reporting.Charts;

/// <summary>Places the words of a chart, for every format alike. Pure.</summary>
/// <param name="model">The chart.</param>
/// <param name="layout">Where its parts lie.</param>
/// <param name="measure">Width of a word.</param>
internal sealed class ChartLabels(ChartModel model, ChartLayout layout, Func<string, LabelStyle, double> measure)
{
    /// <summary>The phases above all panels, cut to their room, and the key of what is shaded.</summary>
    public IEnumerable<ChartLabel> Header() =>
    [
        .. model.Phases.Select(phase => new ChartLabel(Fit(phase.Label, layout.PhaseRoom(model, phase)), layout.X(model, phase.Start), 19, LabelStyle.Phase)),
        .. model.Uncounted.Count > 0 ? [new ChartLabel(model.ShadeKey, layout.PlotEnd + 22, 19, LabelStyle.Tick)] : Array.Empty<ChartLabel>(),
    ];

    /// <summary>The axis below all panels, and what it is.</summary>
    public IEnumerable<ChartLabel> Footer()
    {
        var y = ChartLayout.Bottom(model) + 18;
        return [.. model.Ticks.Select(tick => new ChartLabel(tick.Label, layout.X(model, tick.Place), y, LabelStyle.Tick, LabelAnchor.Middle)), new(model.AxisTitle, layout.PlotEnd + 24, y, LabelStyle.Tick)];
    }

    /// <summary>What stands below the lines of a panel: its title, the names of the bands, the values of its axis.</summary>
    public IEnumerable<ChartLabel> Below(ChartPanel panel, double top, bool first) =>
    [
        new(panel.Title, ChartLayout.Left, top - 9, LabelStyle.Title),
        .. first ? model.Uncounted.SelectMany(band => Uncounted(band, top)).Concat(model.Faults.Select(band => Fault(band, top))) : [],
        .. panel.Axis.Ticks.Select(tick =>
            new ChartLabel(ValueAxis.Label(tick, panel.Unit), ChartLayout.Left - 8, ChartLayout.Y(panel, top, tick) + 4, LabelStyle.Tick, LabelAnchor.End)),
    ];

    /// <summary>What stands above the lines of a panel: the names of marks, lines and limits.</summary>
    public IEnumerable<ChartLabel> Above(ChartPanel panel, double top, bool first) =>
    [
        .. first ? Marks(top) : [],
        .. panel.Series.All(series => series.LastIndex() < 0)
            ? [new ChartLabel("no data", ChartLayout.Left + (layout.PlotWidth / 2.0), top + (ChartLayout.HeightOf(panel) / 2), LabelStyle.Phase, LabelAnchor.Middle)]
            : Array.Empty<ChartLabel>(),
        .. panel.Notes.Select(note => new ChartLabel(note.Text, layout.X(model, note.Second), ChartLayout.Y(panel, top, note.Value) - 6, LabelStyle.Phase, LabelAnchor.Middle)),
        .. Lines(panel, top),
        .. Limits(panel, top),
    ];

    /// <summary>To the right of each mark, or to its left where there is no room; one that would lie on another stands below it.</summary>
    private IEnumerable<ChartLabel> Marks(double top)
    {
        var taken = new List<(double From, double To, int Row)>();
        foreach (var mark in model.Marks.Where(mark => mark.Label.Length > 0).OrderBy(mark => mark.Second))
        {
            var (x, width) = (layout.X(model, mark.Second), measure(mark.Label, LabelStyle.Name));
            var isLeft = x + 4 + width > layout.PlotEnd && x - 4 - width > ChartLayout.Left;
            var (from, to) = isLeft ? (x - 4 - width, x - 4) : (x + 4, x + 4 + width);
            var row = Enumerable.Range(0, taken.Count + 1).First(candidate => !taken.Any(other => other.Row == candidate && other.From < to + 4 && from < other.To + 4));
            taken.Add((from, to, row));
            yield return new ChartLabel(mark.Label, isLeft ? to : from, top + 12 + (row * 14), LabelStyle.Name, isLeft ? LabelAnchor.End : LabelAnchor.Start, mark.Ink);
        }
    }

    private IEnumerable<ChartLabel> Uncounted(ChartBand band, double top)
    {
        var room = layout.X(model, band.End) - layout.X(model, band.Start);
        var text = measure(band.Label, LabelStyle.Tick) < room ? band.Label : band.Label.Split(',')[0];
        return measure(text, LabelStyle.Tick) < room ? [new(text, layout.X(model, (band.Start + band.End) / 2), top + 14, LabelStyle.Tick, LabelAnchor.Middle)] : [];
    }

    /// <summary>Beside the band, which is often too narrow for words.</summary>
    private ChartLabel Fault(ChartBand band, double top)
    {
        var after = layout.X(model, band.End) + 4 + measure(band.Label, LabelStyle.Tick) < layout.PlotEnd;
        return new(band.Label, after ? layout.X(model, band.End) + 4 : layout.X(model, band.Start) - 4, top + 14, LabelStyle.Tick, after ? LabelAnchor.Start : LabelAnchor.End);
    }

    private IEnumerable<ChartLabel> Lines(ChartPanel panel, double top)
    {
        var named = panel.Series.Where(series => series.Name.Length > 0 && series.LastIndex() >= 0).ToList();
        var places = LabelSpread.Spread([.. named.Select(series => ChartLayout.Y(panel, top, series.Y[series.LastIndex()]))], 14, top + 4, top + ChartLayout.HeightOf(panel) - 2);
        return named.Select((series, at) => new ChartLabel(series.Name, layout.PlotEnd + 8, places[at] + 4, LabelStyle.Name, Ink: series.Ink));
    }

    private IEnumerable<ChartLabel> Limits(ChartPanel panel, double top)
    {
        var height = ChartLayout.HeightOf(panel);
        var limits = panel.Limits.OrderBy(limit => limit.Value).ToList();
        var feet = LabelSpread.Spread([.. limits.Select(limit => ChartLayout.Y(panel, top, limit.Value) - 5)], 15, top + 11, top + height - 3);
        return limits.Select((limit, at) =>
        {
            var start = LimitLabel.Start(model, panel, measure(limit.Label, LabelStyle.Name) / layout.PlotWidth, (top + height - feet[at]) / height, 14 / height);
            return new ChartLabel(limit.Label, ChartLayout.Left + (start * layout.PlotWidth), feet[at], LabelStyle.Name, Ink: Ink.Limit);
        });
    }

    private string Fit(string text, double room)
    {
        while (text.Length > 1 && measure(text, LabelStyle.Phase) > room)
        {
            text = text[..^2] + "…";
        }

        return text;
    }
}
