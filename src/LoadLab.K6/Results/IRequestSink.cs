namespace LoadLab.K6.Results;

/// <summary>Takes up requests and iterations. Times are units of 100 ns since 1970, and those at which they ended.</summary>
internal interface IRequestSink
{
    void AddRequest(long time, double milliseconds, PointTags tags);

    void AddIteration(long time, double milliseconds, PointTags tags);

    /// <summary>A request for which a connection was opened, or made safe.</summary>
    void AddConnection(PointTags tags, bool isTls);

    void AddDropped(long time, double count, PointTags tags);

    /// <summary>The users that there are.</summary>
    void AddUsers(long time, double count)
    {
    }

    /// <summary>What the module says that LoadLab wraps around a script.</summary>
    void AddMark(MetricRole role, long time, double value, PointTags tags)
    {
    }
}
