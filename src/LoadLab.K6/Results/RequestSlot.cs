namespace LoadLab.K6.Results;

/// <summary>Where the requests of one scenario, step, class and status are counted.</summary>
/// <param name="series">Number of the series of scenario, step and class.</param>
/// <param name="resultClass">The class.</param>
internal sealed class RequestSlot(int series, string resultClass)
{
    public int Series => series;

    public string Class => resultClass;

    public required ScenarioTally Scenario { get; init; }

    public required string Step { get; init; }

    /// <summary>Status code; empty when there is none.</summary>
    public required string Code { get; init; }

    public long Count { get; private set; }

    /// <summary>Time of the first of them.</summary>
    public long FirstTime { get; private set; } = long.MaxValue;

    /// <summary>What the first of them said.</summary>
    public string Message { get; private set; } = "";

    public void Add(long time, string message)
    {
        Count++;
        if (time < FirstTime)
        {
            (FirstTime, Message) = (time, message);
        }
    }
}
