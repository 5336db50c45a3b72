// Most tests wait: for servers that start, for seconds of load, for processes that end. So some run side by side. Those that measure, or that
// count what a shared engine has, say so by their collection.
[assembly: CollectionBehavior(MaxParallelThreads = 5)]
[assembly: TestCollectionOrderer("LoadLab.IntegrationTests.LongestFirst", "LoadLab.IntegrationTests")]
