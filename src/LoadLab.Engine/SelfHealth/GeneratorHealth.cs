using LoadLab.Core.Measurement;
using LoadLab.Core.Running;

namespace LoadLab.Engine.SelfHealth;

/// <summary>The health of this process and machine, for a load that another driver makes. Not thread-safe.</summary>
public sealed class GeneratorHealth : IGeneratorHealth
{
    private readonly Canary _canary;
    private readonly HealthMonitor _monitor;

    /// <summary>Begins to watch.</summary>
    /// <param name="time">The clock.</param>
    public GeneratorHealth(TimeProvider time)
    {
        _canary = new Canary(time, new BlockingWatch(time), (_, _) => { });
        _monitor = new HealthMonitor(time, _canary);
    }

    /// <inheritdoc/>
    public HealthSecond Take(int second) => _monitor.Take(second);

    /// <inheritdoc/>
    public void Dispose() => _canary.Dispose();
}
