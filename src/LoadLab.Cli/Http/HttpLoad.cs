using LoadLab.Core.Runs;
using LoadLab.Engine.Messages;

namespace LoadLab.Cli.Http;

/// <summary>An ad hoc load that could begin now.</summary>
/// <param name="Plan">The plan.</param>
/// <param name="Target">The request.</param>
/// <param name="Percentiles">Percentiles to show, 0 to 100, ascending.</param>
/// <param name="Check">Connect once before any load.</param>
internal sealed record HttpLoad(RunPlan Plan, HttpTarget Target, IReadOnlyList<double> Percentiles, bool Check);
