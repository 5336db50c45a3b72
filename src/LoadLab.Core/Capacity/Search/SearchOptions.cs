namespace LoadLab.Core.Capacity.Search;

/// <summary>What a search is asked for.</summary>
public sealed record SearchOptions
{
    /// <summary>What is raised.</summary>
    public required CapacityModel Model { get; init; }

    /// <summary>The first load that is tried, in starts a second or users. Above 0.</summary>
    public required double From { get; init; }

    /// <summary>The highest load that may be tried; at least <see cref="From"/>.</summary>
    public required double To { get; init; }

    /// <summary>The lowest load that may be tried.</summary>
    /// <value>Null: <see cref="From"/>.</value>
    public double? Floor { get; init; }

    /// <summary>Half of the interval's width, as a share of the load, at which the search ends.</summary>
    /// <value>0.05: the interval is as wide as a tenth of the load.</value>
    public double Precision { get; init; } = 0.05;

    /// <summary>How long a step is held, in seconds, where it need not be longer.</summary>
    /// <value>10.</value>
    public double HoldSeconds { get; init; } = 10;

    /// <summary>Times the load that is tried next while nothing has broken, and the part of it while nothing has held. Above 1.</summary>
    /// <value>2; less where another search has said about where the answer is.</value>
    public double Growth { get; init; } = 2;

    /// <summary>Most steps.</summary>
    /// <value>60: a search whose steps vary little takes 12 to 25.</value>
    public int MostSteps { get; init; } = 60;

    /// <summary>Finest difference between two loads: users are whole.</summary>
    public double Round(double load) => Model == CapacityModel.Users || load >= 100
        ? Math.Max(1, Math.Round(load))
        : load >= 10 ? Math.Round(load, 1) : Math.Round(load, 2);
}
