namespace LoadLab.IntegrationTests;

/// <summary>Tests of truth: they measure, so nothing runs beside them. They come last, one after the other.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Measuring : ICollectionFixture<NothingBeside>
{
    public const string Name = "measuring";
}

/// <summary>Tests of truth with the servers of the zoo, of which only those are started that are asked for.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class MeasuringZoo : ICollectionFixture<NothingBeside>, ICollectionFixture<ForeignBackends.ForeignServers>
{
    public const string Name = "measuring zoo";
}

/// <summary>Tests that count what the container engine has: one after the other, beside other tests.</summary>
[CollectionDefinition(Name)]
public sealed class ContainerEngine
{
    public const string Name = "container engine";
}

/// <summary>Tests of the tool in a newcomer's hands, beside those of <see cref="ToolOfPackages"/>.</summary>
[CollectionDefinition(Name)]
public sealed class ToolOfNewcomers : ICollectionFixture<Packages.InstalledTool>
{
    public const string Name = "tool of newcomers";
}

/// <summary>Tests of the tool as its users have it: it is packed and installed once for all of them.</summary>
[CollectionDefinition(Name)]
public sealed class ToolOfPackages : ICollectionFixture<Packages.InstalledTool>
{
    public const string Name = "installed tool";
}

/// <summary>Tests of the reference LMS: one after the other, beside other tests.</summary>
[CollectionDefinition(Name)]
public sealed class OneReferenceLms
{
    public const string Name = "reference LMS";
}
