namespace LoadLab.Reporting.Charts;

/// <summary>Chooses where along its line an SLO's label stands: where it covers the least of the data.</summary>
internal static class LimitLabel
{
    private const double Inset = 0.008;

    /// <summary>What a label under it weighs, in stretches of line: letters on letters can be read by nobody.</summary>
    private const int Letters = 1_000;

    /// <summary>Left edge of the label, 0 to 1 of the panel's width. Right, middle or left, in that order when all are equally free.</summary>
    /// <param name="model">The chart.</param>
    /// <param name="panel">The panel.</param>
    /// <param name="width">Width of the label, 0 to 1 of the panel's.</param>
    /// <param name="foot">Base line of the label, 0 to 1 of the panel's height from its foot.</param>
    /// <param name="height">Height of the label, 0 to 1 of the panel's.</param>
    /// <param name="inTheWay">Labels at its height, 0 to 1 of the panel's width.</param>
    public static double Start(ChartModel model, ChartPanel panel, double width, double foot, double height, IReadOnlyList<(double From, double To)> inTheWay)
    {
        double[] starts = [1 - width - Inset, 0.5 - (width / 2), Math.Max(Inset, 0.25 - (width / 2)), Inset];
        return starts.MinBy(start => Covered(model, panel, start, width, foot, height) + (Letters * inTheWay.Count(one => one.From < start + width + Inset && one.To > start - Inset)));
    }

    /// <summary>Stretches of line under the label; a shaded band, which has words of its own, weighs as much as one.</summary>
    private static int Covered(ChartModel model, ChartPanel panel, double start, double width, double foot, double height)
    {
        var from = start * model.Seconds;
        var to = (start + width) * model.Seconds;
        var covered = model.Uncounted.Any(band => band.Start < to && band.End > from) ? 1 : 0;
        foreach (var series in panel.Series)
        {
            for (var i = 1; i < series.X.Count; i++)
            {
                if (series.X[i] < from || series.X[i - 1] > to || double.IsNaN(series.Y[i]) || double.IsNaN(series.Y[i - 1]))
                {
                    continue;
                }

                var one = panel.Axis.Place(series.Y[i - 1]);
                var other = panel.Axis.Place(series.Y[i]);
                covered += Math.Max(one, other) >= foot - (height / 2) && Math.Min(one, other) <= foot + height ? 1 : 0;
            }
        }

        return covered;
    }
}
