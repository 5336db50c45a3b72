using LoadLab.Core;

namespace LoadLab.Stacks.Containers;

/// <summary>How the start of a container ended.</summary>
/// <param name="Port">Its port on this machine.</param>
/// <param name="Cause">Why it did not come up; <see cref="StartCause.Other"/> when it did.</param>
/// <param name="Fault">What to tell the user; null when it came up.</param>
internal readonly record struct StartResult(int Port, StartCause Cause = StartCause.Other, LoadLabException? Fault = null);
