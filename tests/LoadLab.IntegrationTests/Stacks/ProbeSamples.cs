using LoadLab.Core.Running;

namespace LoadLab.IntegrationTests.Stacks;

/// <summary>Takes one sample of a probe.</summary>
internal static class ProbeSamples
{
    /// <summary>The values by the names of their measures.</summary>
    public static async Task<Dictionary<string, double>> SampleAsync(IProbe probe)
    {
        var values = await probe.SampleAsync(CancellationToken.None);
        return probe.Measures.Select(measure => measure.Name).Zip(values).ToDictionary(pair => pair.First, pair => pair.Second);
    }
}
