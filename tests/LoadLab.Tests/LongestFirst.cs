using LoadLab.Tests.Architecture;
using LoadLab.Tests.Core.Capacity;
using LoadLab.Tests.Core.Capacity.Search;
using LoadLab.Tests.Core.Catalogue;
using LoadLab.Tests.Core.Comparison;
using LoadLab.Tests.Core.Statistics;
using LoadLab.Tests.Core.Store;
using LoadLab.Tests.K6;
using Xunit.Abstractions;

[assembly: TestCollectionOrderer("LoadLab.Tests.LongestFirst", "LoadLab.Tests")]

namespace LoadLab.Tests;

/// <summary>Classes that take long begin first: one that began last would run alone at the end. Only the time depends on it.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly string[] s_long =
    [
        .. new[]
        {
            typeof(ScalabilityFitterTests),
            typeof(QueueCapacityTests),
            typeof(LimitTests),
            typeof(StoreFuzzTests),
            typeof(FloorTests),
            typeof(ShiftErrorRateTests),
            typeof(CapacitySearchTests),
            typeof(CatalogueSchemaTests),
            typeof(AutocorrelatedErrorRateTests),
            typeof(ChangePointsTests),
        }.Select(type => type.FullName!),
    ];

    public IEnumerable<ITestCollection> OrderTestCollections(IEnumerable<ITestCollection> testCollections) =>
        testCollections.OrderBy(collection => Array.FindIndex(s_long, name => collection.DisplayName.EndsWith(name, StringComparison.Ordinal)) is var at and >= 0 ? at : s_long.Length);
}
