namespace LoadLab.IntegrationTests;

/// <summary>A test that needs a Docker engine with the images of <c>infra/images/build-local.sh</c>. Without one it is reported as skipped, with the reason.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class DockerFactAttribute : FactAttribute
{
    /// <summary>Address of the engine; null when there is none.</summary>
    public static string? Host { get; } = Environment.GetEnvironmentVariable("LOADLAB_TEST_DOCKER_HOST") is { Length: > 0 } host ? host : null;

    /// <summary>Skips the test when there is no engine.</summary>
    public DockerFactAttribute()
    {
        if (Host is null)
            Skip = Environment.GetEnvironmentVariable("LOADLAB_TEST_DOCKER_MISSING") ?? "LOADLAB_TEST_DOCKER_HOST names no Docker engine; ./test.sh starts one";
    }
}
