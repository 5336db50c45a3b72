using System.Net;
using LoadLab.Preparation.Invocations;
using LoadLab.Core.Catalogue;
using LoadLab.Core.Runs;
using LoadLab.Core.Verdicts;
using LoadLab.K6;
using LoadLab.Sdk;

namespace LoadLab.Preparation;

/// <summary>A run that could begin now.</summary>
internal sealed record PreparedRun(RunPlan Plan, IReadOnlyList<ScenarioProps> Scenarios, SloCatalogue Catalogue, Func<RunRecord, RunEvaluation> Judge)
{
    /// <summary>The k6 script that it runs; null for scenarios from an assembly.</summary>
    public IScript? Script { get; init; }

    /// <summary>Where a healer's calls are taken; null when none is awaited.</summary>
    public IPEndPoint? HealListen { get; init; }

    /// <summary>Where its live figures go.</summary>
    public PublishArguments Publish { get; init; } = PublishArguments.None;
}
