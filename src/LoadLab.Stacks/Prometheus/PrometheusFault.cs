using LoadLab.Core;

namespace LoadLab.Stacks.Prometheus;

/// <summary>Why a Prometheus did not answer a query.</summary>
/// <param name="Kind">What follows from it.</param>
/// <param name="Exception">What to tell the user.</param>
internal sealed record PrometheusFault(PrometheusFaultKind Kind, LoadLabException Exception);
