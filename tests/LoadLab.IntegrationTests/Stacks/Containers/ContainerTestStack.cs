using System.Formats.Tar;
using System.Text;
using Docker.DotNet.Models;
using LoadLab.Core.Runs;
using LoadLab.Stacks.Containers;
using LoadLab.Stacks.Processes;

namespace LoadLab.IntegrationTests.Stacks.Containers;

/// <summary>Container stacks on the tests' own engine, of images made from this machine's programs.</summary>
internal static class ContainerTestStack
{
    /// <summary>The sink made from this machine's Python, or none that could be had.</summary>
    public static string Smtp { get; } = TestStack.AndMail().Count > 0 ? "loadlab-test/smtp:local" : "127.0.0.1:1/smtp:1";

    public static StackPlan Plan { get; } = new()
    {
        Kind = "containers",
        Images = new Dictionary<string, string> { ["postgres"] = "loadlab-test/postgres:local", ["redis"] = "loadlab-test/redis:local", ["smtp"] = Smtp },
        Lms = new LmsPlan { Users = 50, Courses = 5, Enrolments = 100 },
    };

    public static DockerEndpoint Endpoint(string? host = null) => new(name => name == "DOCKER_HOST" ? host ?? DockerFactAttribute.Host : null, "/nonexistent", _ => false);

    public static ContainerStackProvider Provider() => new(Endpoint(), TimeProvider.System, StartLimits.Default);

    public static async Task<ContainerStack> StartAsync(StackPlan? plan = null, IProgress<string>? progress = null) =>
        (ContainerStack)await Provider().StartAsync(plan ?? Plan, seed: 7, progress ?? new Progress<string>(), CancellationToken.None);

    /// <summary>An image of the tests' Postgres whose library of pg_stat_statements is taken out.</summary>
    public static async Task<string> BuildPostgresWithoutStatementStatisticsAsync()
    {
        const string image = "loadlab-test/postgres-without-statistics:local";
        const string dockerfile = "FROM loadlab-test/postgres:local\nRUN rm /usr/lib/postgresql/*/lib/pg_stat_statements.so\n";
        using var context = new MemoryStream();
        using (var tar = new TarWriter(context, leaveOpen: true))
            await tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, "Dockerfile") { DataStream = new MemoryStream(Encoding.UTF8.GetBytes(dockerfile)) });
        context.Position = 0;
        using var engine = await DockerEngine.ConnectAsync(Endpoint(), CancellationToken.None);
        await engine.Client.Images.BuildImageFromDockerfileAsync(new ImageBuildParameters { Tags = [image], NetworkMode = "none" }, context, [], new Dictionary<string, string>(), new Progress<JSONMessage>());
        return image;
    }

    /// <summary>What the engine has of a stack: containers, networks, and volumes of no container.</summary>
    public static async Task<IReadOnlyList<string>> LeftOfAsync(string stack)
    {
        using var engine = await DockerEngine.ConnectAsync(Endpoint(), CancellationToken.None);
        var label = new Dictionary<string, IDictionary<string, bool>> { ["label"] = new Dictionary<string, bool> { [$"{ContainerOwner.StackLabel}={stack}"] = true } };
        var containers = await engine.Client.Containers.ListContainersAsync(new ContainersListParameters { All = true, Filters = label });
        var networks = await engine.Client.Networks.ListNetworksAsync(new NetworksListParameters { Filters = label });
        return [.. containers.Select(container => container.Names[0]), .. networks.Select(network => network.Name)];
    }

    /// <summary>Volumes that no container uses.</summary>
    public static async Task<IReadOnlyList<string>> DanglingVolumesAsync()
    {
        using var engine = await DockerEngine.ConnectAsync(Endpoint(), CancellationToken.None);
        var dangling = new Dictionary<string, IDictionary<string, bool>> { ["dangling"] = new Dictionary<string, bool> { ["true"] = true } };
        return (await engine.Client.Volumes.ListAsync(new VolumesListParameters { Filters = dangling })).Volumes?.Select(volume => volume.Name).ToList() ?? [];
    }
}
