namespace LoadLab.Core.Running;

/// <summary>Breaks parts of a stack on purpose, and mends them. One call at a time.</summary>
public interface IStackControl
{
    /// <summary>The roles that it can act on: <c>postgres</c>, <c>redis</c>, <c>api</c>, <c>api-2</c>, <c>worker</c>, <c>smtp</c>.</summary>
    IReadOnlyList<string> Roles { get; }

    /// <summary>Ends the part at once, as a crash would; its data stays. Returns when it is gone.</summary>
    Task StopAsync(string role, CancellationToken cancellationToken);

    /// <summary>Starts a stopped part again, on the same address with the same data. Returns when it runs; it may need longer until it answers.</summary>
    /// <exception cref="LoadLabException">It does not come up (104), with the last lines of its log.</exception>
    Task StartAsync(string role, CancellationToken cancellationToken);

    /// <summary>Freezes the part: connections stay open, nothing answers.</summary>
    Task PauseAsync(string role, CancellationToken cancellationToken);

    /// <summary>Lets a frozen part go on.</summary>
    Task ResumeAsync(string role, CancellationToken cancellationToken);
}
