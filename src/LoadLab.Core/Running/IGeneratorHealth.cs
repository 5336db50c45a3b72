using LoadLab.Core.Measurement;

namespace LoadLab.Core.Running;

/// <summary>The health of this process and machine while it makes load.</summary>
public interface IGeneratorHealth : IDisposable
{
    /// <summary>The second that has just ended; call it once a second.</summary>
    HealthSecond Take(int second);
}
