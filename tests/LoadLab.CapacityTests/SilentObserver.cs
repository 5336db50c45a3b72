using LoadLab.Core.Running;

namespace LoadLab.CapacityTests;

/// <summary>Looks on and says nothing.</summary>
internal sealed class SilentObserver : IRunObserver;
