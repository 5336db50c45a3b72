using System.Globalization;
using Docker.DotNet.Models;
using LoadLab.IntegrationTests.ReferenceLms;
using LoadLab.IntegrationTests.Stacks.Containers;
using LoadLab.Stacks.Containers;

namespace LoadLab.IntegrationTests.Compose;

/// <summary>Services of <c>docker-compose.yml</c> on the tests' engine, of the images made from this machine's programs, on ports that the engine chooses.</summary>
internal sealed class ComposeLab : IAsyncDisposable
{
    private const string ServiceLabel = "com.docker.compose.service";

    private readonly Dictionary<string, int> _ports = [];

    private readonly Dictionary<string, string> _variables = new()
    {
        ["DOCKER_HOST"] = DockerFactAttribute.Host!,
        ["LOADLAB_POSTGRES_IMAGE"] = "loadlab-test/postgres:local",
        ["LOADLAB_REDIS_IMAGE"] = "loadlab-test/redis:local",
        ["LOADLAB_MAILPIT_IMAGE"] = "loadlab-test/smtp:local",
        ["LOADLAB_PROMETHEUS_IMAGE"] = "loadlab-test/prometheus:local",
    };

    /// <summary>The project that Compose puts on everything it makes.</summary>
    public string Project { get; } = "loadlab-test-" + Guid.NewGuid().ToString("N")[..12];

    /// <summary>A published port on 127.0.0.1.</summary>
    public int PortOf(string service) => _ports[service];

    /// <summary>Address of a service that speaks HTTP.</summary>
    public Uri AddressOf(string service) => new(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{_ports[service]}"));

    /// <summary>Starts services and what they need, and waits until Docker calls all of them healthy.</summary>
    public async Task UpAsync(params string[] services)
    {
        foreach (var name in ComposeFile.Services.Keys)
            _variables[$"LOADLAB_{name.ToUpperInvariant()}_PORT"] = "0";
        await RunAsync(["up", "-d", "--no-build", .. services]);
        using var engine = await DockerEngine.ConnectAsync(ContainerTestStack.Endpoint(), CancellationToken.None);
        var containers = await engine.Client.Containers.ListContainersAsync(new ContainersListParameters { All = true, Filters = Label() });
        foreach (var container in containers)
        {
            await Eventually.AsyncTrue(
                async () => (await engine.Client.Containers.InspectContainerAsync(container.ID)).State?.Health?.Status == "healthy",
                $"{container.Names[0]} is healthy");
            _ports[container.Labels[ServiceLabel]] = container.Ports.Should().ContainSingle(port => port.IP == "127.0.0.1").Subject.PublicPort!.Value;
        }
    }

    /// <summary>Takes everything away.</summary>
    public Task DownAsync() => RunAsync("down", "-v");

    /// <summary>What the engine has of it: containers, networks and volumes.</summary>
    public async Task<IReadOnlyList<string>> LeftAsync()
    {
        using var engine = await DockerEngine.ConnectAsync(ContainerTestStack.Endpoint(), CancellationToken.None);
        var containers = await engine.Client.Containers.ListContainersAsync(new ContainersListParameters { All = true, Filters = Label() });
        var networks = await engine.Client.Networks.ListNetworksAsync(new NetworksListParameters { Filters = Label() });
        var volumes = await engine.Client.Volumes.ListAsync(new VolumesListParameters { Filters = Label() });
        return [.. containers.Select(container => container.Names[0]), .. networks.Select(network => network.Name), .. volumes.Volumes?.Select(volume => volume.Name) ?? []];
    }

    public async ValueTask DisposeAsync() => await DownAsync();

    private async Task RunAsync(params string[] arguments)
    {
        var result = await ComposeTool.RunAsync(_variables, ["-p", Project, .. arguments]);
        result.ExitCode.Should().Be(0, result.Error);
    }

    private Dictionary<string, IDictionary<string, bool>> Label() =>
        new() { ["label"] = new Dictionary<string, bool> { [$"com.docker.compose.project={Project}"] = true } };
}
