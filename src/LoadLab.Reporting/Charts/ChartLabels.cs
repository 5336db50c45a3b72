namespace LoadLab.Reporting.Charts;

/// <summary>Places the words of a chart, for every format alike. Pure.</summary>
/// <param name="model">The chart.</param>
/// <param name="layout">Where its parts lie.</param>
/// <param name="measure">Width of a word.</param>
internal sealed class ChartLabels(ChartModel model, ChartLayout layout, Func<string, LabelStyle, double> measure)
{
    private const double RowHeight = 14;

    /// <summary>Height of a label's letters above its base line, and below it.</summary>
    private const double Ascent = 10;
    private const double Descent = 3;

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
    public IEnumerable<ChartLabel> Above(ChartPanel panel, double top, bool first)
    {
        List<ChartLabel> fixedOnes =
        [
            .. first ? Marks(top) : [],
            .. panel.Series.All(series => series.LastIndex() < 0)
                ? [new ChartLabel("no data", ChartLayout.Left + (layout.PlotWidth / 2.0), top + (ChartLayout.HeightOf(panel) / 2), LabelStyle.Phase, LabelAnchor.Middle)]
                : Array.Empty<ChartLabel>(),
            .. Notes(panel, top),
            .. Lines(panel, top),
        ];
        return [.. fixedOnes, .. Limits(panel, top, fixedOnes)];
    }

    /// <summary>Where a label's letters are.</summary>
    internal (double From, double To, double Top, double Foot) Box(ChartLabel label)
    {
        var width = measure(label.Text, label.Style);
        var from = label.Anchor switch { LabelAnchor.Start => label.X, LabelAnchor.Middle => label.X - (width / 2), _ => label.X - width };
        return (from, from + width, label.Y - Ascent, label.Y + Descent);
    }

    /// <summary>
    /// To the right of each mark, or to its left where there is no room; inside the plot where there is none on either side, since the names of the lines stand
    /// beside it. One that would lie on another stands below it.
    /// </summary>
    private IEnumerable<ChartLabel> Marks(double top)
    {
        var taken = new List<(double From, double To, int Row)>();
        foreach (var mark in model.Marks.Where(mark => mark.Label.Length > 0).OrderBy(mark => mark.Second))
        {
            var (x, width) = (layout.X(model, mark.Second), measure(mark.Label, LabelStyle.Name));
            var isLeft = x + 4 + width > layout.PlotEnd && x - 4 - width > ChartLayout.Left;
            var from = isLeft ? x - 4 - width : Math.Max(ChartLayout.Left, Math.Min(x + 4, layout.PlotEnd - width));
            var row = FreeRow(taken, from, from + width);
            yield return new ChartLabel(mark.Label, isLeft ? x - 4 : from, top + 12 + (row * RowHeight), LabelStyle.Name, isLeft ? LabelAnchor.End : LabelAnchor.Start, mark.Ink);
        }
    }

    /// <summary>Above their points; one that would lie on another stands above that, or below it where the panel ends.</summary>
    private List<ChartLabel> Notes(ChartPanel panel, double top)
    {
        var (placed, boxes) = (new List<ChartLabel>(), new List<(double From, double To, double Top, double Foot)>());
        foreach (var note in panel.Notes.OrderBy(note => note.Second))
        {
            var width = measure(note.Text, LabelStyle.Phase);
            var middle = Math.Max(ChartLayout.Left + (width / 2), Math.Min(layout.X(model, note.Second), layout.Width - (width / 2)));
            var wanted = Math.Max(top + Ascent, ChartLayout.Y(panel, top, note.Value) - 6);
            var label = Enumerable.Range(0, 2 * (boxes.Count + 1)).Select(step => wanted - ((step % 2 == 0 ? step / 2 : -(step + 1) / 2) * RowHeight))
                .Where(y => y >= top + Ascent && y <= top + ChartLayout.HeightOf(panel))
                .Select(y => new ChartLabel(note.Text, middle, y, LabelStyle.Phase, LabelAnchor.Middle))
                .FirstOrDefault(candidate => !boxes.Exists(other => Overlap(Box(candidate), other))) ?? new ChartLabel(note.Text, middle, wanted, LabelStyle.Phase, LabelAnchor.Middle);
            placed.Add(label);
            boxes.Add(Box(label));
        }

        return placed;
    }

    private static bool Overlap((double From, double To, double Top, double Foot) one, (double From, double To, double Top, double Foot) other) =>
        one.From < other.To && other.From < one.To && one.Top < other.Foot && other.Top < one.Foot;

    private static int FreeRow(List<(double From, double To, int Row)> taken, double from, double to)
    {
        var row = Enumerable.Range(0, taken.Count + 1).First(candidate => !taken.Any(other => other.Row == candidate && other.From < to + 4 && from < other.To + 4));
        taken.Add((from, to, row));
        return row;
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

    private IEnumerable<ChartLabel> Limits(ChartPanel panel, double top, List<ChartLabel> others)
    {
        var boxes = others.Select(Box).ToList();
        var height = ChartLayout.HeightOf(panel);
        var limits = panel.Limits.OrderBy(limit => limit.Value).ToList();
        var feet = LabelSpread.Spread([.. limits.Select(limit => ChartLayout.Y(panel, top, limit.Value) - 5)], 15, top + 11, top + height - 3);
        return limits.Select((limit, at) =>
        {
            // What stands in the way of its letters, 0 to 1 of the panel's width.
            var inTheWay = boxes.Where(box => box.Top < feet[at] + Descent && box.Foot > feet[at] - Ascent)
                .Select(box => ((box.From - ChartLayout.Left) / layout.PlotWidth, (box.To - ChartLayout.Left) / layout.PlotWidth)).ToList();
            var start = LimitLabel.Start(model, panel, measure(limit.Label, LabelStyle.Name) / layout.PlotWidth, (top + height - feet[at]) / height, 14 / height, inTheWay);
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
