using LoadLab.IntegrationTests.Cli;
using LoadLab.IntegrationTests.Engine;
using LoadLab.IntegrationTests.ForeignBackends;
using LoadLab.IntegrationTests.K6;
using LoadLab.IntegrationTests.K6.Driving;
using LoadLab.IntegrationTests.Monitoring;
using LoadLab.IntegrationTests.Outside;
using LoadLab.IntegrationTests.Production;
using LoadLab.IntegrationTests.Publishing;
using LoadLab.IntegrationTests.Scaffolding;
using LoadLab.IntegrationTests.Stacks;
using LoadLab.IntegrationTests.Stacks.Celery;
using LoadLab.IntegrationTests.Templates;
using Xunit.Abstractions;

namespace LoadLab.IntegrationTests;

/// <summary>Collections that take long begin first: one that began last would run alone at the end.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    /// <summary>Those that take over ten seconds, in the order of their seconds. Only the time depends on it: what is new may stand anywhere.</summary>
    private static readonly string[] s_long =
    [
        ContainerEngine.Name,
        ToolOfPackages.Name,
        ToolOfNewcomers.Name,
        OneReferenceLms.Name,
        Class<LiveFiguresRunTests>(),
        Class<RunEndsTests>(),
        Class<SecretVerbsTests>(),
        ZooDefinition.Name,
        Class<FaultRunTests>(),
        Class<PrometheusToolTests>(),
        Class<DriverFaultTests>(),
        Class<SecretScanTests>(),
        Class<DyingTargetTests>(),
        Class<HealedRunTests>(),
        Class<ProcessStackTests>(),
        Class<ScenarioTemplateTests>(),
        Class<ProcessControlTests>(),
        Class<HttpCommandTests>(),
        Class<KilledAnywhereTests>(),
        Class<ImportedJourneyTests>(),
        Class<DriverProcessTests>(),
        Class<ExecutorRunTests>(),
        Class<PrometheusImportTests>(),
        Class<BlockingScenarioTests>(),
        Class<CgroupTests>(),
        Class<DropTests>(),
        Class<RunAgainTests>(),
        Class<TlsTargetTests>(),
        Class<OwnerDeathTests>(),
        Class<SelfTestDropTests>(),
        Class<CeleryProbeTests>(),
    ];

    public IEnumerable<ITestCollection> OrderTestCollections(IEnumerable<ITestCollection> testCollections) => testCollections.OrderBy(collection => Rank(collection.DisplayName));

    /// <summary>A place in the order, by the name of a collection: its own, or 'Test collection for' and its class.</summary>
    internal static int Rank(string collection)
    {
        var rank = Array.FindIndex(s_long, name => name == collection || collection.Split(' ').Contains(name));
        return rank < 0 ? s_long.Length : rank;
    }

    private static string Class<T>() => typeof(T).FullName!;
}
