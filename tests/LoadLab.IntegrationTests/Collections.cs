namespace LoadLab.IntegrationTests;

/// <summary>Tests of truth: they measure, so nothing runs beside them. They come last, one after the other.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Measuring
{
    public const string Name = "measuring";
}

/// <summary>Tests that count what the container engine has: one after the other, beside other tests.</summary>
[CollectionDefinition(Name)]
public sealed class ContainerEngine
{
    public const string Name = "container engine";
}
