using LoadLab.Sdk;

namespace LoadLab.Core.Running;

/// <summary>Drives load by a plan: the in-process engine, or k6.</summary>
public interface ILoadDriver
{
    /// <summary>Runs all phases.</summary>
    /// <param name="request">What to run.</param>
    /// <param name="observer">Gets each second as it completes; called from one thread, never from the iteration path.</param>
    /// <param name="stop">Graceful end: no new iterations, drain, then return what was measured.</param>
    /// <exception cref="LoadLabException">A scenario's init threw (107), or the target cannot be reached (104).</exception>
    Task<LoadResult> RunAsync(LoadRequest request, ILoadObserver observer, CancellationToken stop);
}
