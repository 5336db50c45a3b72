using DotNet.Testcontainers.Configurations;

namespace LoadLab.Stacks.Containers;

/// <summary>What Testcontainers takes from the whole process, not from a builder.</summary>
internal static class TestcontainersDefaults
{
    /// <summary>The version of Docker's interface that Testcontainers 4.16 speaks unless it is told another.</summary>
    private static readonly Version s_spoken = new(1, 44);

    /// <summary>Sets it, before the first container is built.</summary>
    public static void Apply(DockerEngine engine)
    {
        // It does not negotiate: an older engine would refuse each request.
        if (Version.TryParse(engine.Version.APIVersion, out var known) && known < s_spoken && Environment.GetEnvironmentVariable("DOCKER_API_VERSION") is null)
            Environment.SetEnvironmentVariable("DOCKER_API_VERSION", engine.Version.APIVersion);
        TestcontainersSettings.ResourceReaperEnabled = false;
        // Its own waits would ask once a second.
        TestcontainersSettings.WaitStrategyInterval = TimeSpan.FromMilliseconds(100);
    }
}
