namespace LoadLab.Reporting.Charts;

/// <summary>Moves labels apart that would lie on each other.</summary>
internal static class LabelSpread
{
    /// <summary>Places near the wanted ones, at least <paramref name="gap"/> apart, inside [<paramref name="top"/>, <paramref name="bottom"/>]; in the order given.</summary>
    public static double[] Spread(IReadOnlyList<double> wanted, double gap, double top, double bottom)
    {
        var order = Enumerable.Range(0, wanted.Count).OrderBy(i => wanted[i]).ToArray();
        var places = new double[wanted.Count];
        var last = double.NegativeInfinity;
        foreach (var i in order)
        {
            places[i] = last = Math.Max(Math.Max(wanted[i], top), last + gap);
        }

        // What ran over the foot goes back up, and pushes its neighbours.
        var next = bottom + gap;
        foreach (var i in order.Reverse())
        {
            places[i] = next = Math.Min(places[i], next - gap);
        }

        return places;
    }
}
