namespace LoadLab.Reporting.Charts;

/// <summary>Where the parts of a chart lie, in the picture's units: x to the right, y down. The same for PNG and SVG, which differ in width only.</summary>
/// <param name="Width">Width of the whole picture.</param>
internal sealed record ChartLayout(int Width)
{
    public const int Left = 62;
    public const int Right = 112;
    public const int Header = 34;
    public const int Title = 26;
    private const int Gap = 10;
    private const int Footer = 28;
    private const int ShareHeight = 38;

    /// <summary>Right edge of the plots.</summary>
    public int PlotEnd => Width - Right;

    /// <summary>Width of the plots.</summary>
    public int PlotWidth => Width - Left - Right;

    /// <summary>Height of a panel's plot.</summary>
    public static double HeightOf(ChartPanel panel) => panel.Share * ShareHeight;

    /// <summary>Foot of the last plot.</summary>
    public static double Bottom(ChartModel model) => Header + model.Panels.Sum(panel => Title + HeightOf(panel) + Gap) - Gap;

    /// <summary>Height of the whole picture.</summary>
    public static double HeightOf(ChartModel model) => Bottom(model) + Gap + Footer;

    /// <summary>Top of each panel's plot.</summary>
    public static IEnumerable<(ChartPanel Panel, double Top)> Plots(ChartModel model)
    {
        double top = Header;
        foreach (var panel in model.Panels)
        {
            yield return (panel, top + Title);
            top += Title + HeightOf(panel) + Gap;
        }
    }

    /// <summary>Place of a moment.</summary>
    public double X(ChartModel model, double second) => Left + (second / model.Seconds * PlotWidth);

    /// <summary>Place of a value.</summary>
    public static double Y(ChartPanel panel, double top, double value) => top + HeightOf(panel) - (panel.Axis.Place(value) * HeightOf(panel));

    /// <summary>The bars below the names of the phases.</summary>
    public IEnumerable<(double X, double Width)> PhaseBars(ChartModel model) =>
        model.Phases.Select(phase => (X(model, phase.Start), Math.Max(0, PhaseRoom(model, phase))));

    /// <summary>Room for the name of a phase.</summary>
    public double PhaseRoom(ChartModel model, ChartBand phase) => X(model, phase.End) - X(model, phase.Start) - 6;
}
