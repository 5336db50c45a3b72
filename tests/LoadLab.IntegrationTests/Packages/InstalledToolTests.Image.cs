using System.Runtime.Versioning;
using LoadLab.IntegrationTests.Compose;
using LoadLab.IntegrationTests.Engine;

namespace LoadLab.IntegrationTests.Packages;

/// <summary>The image for pipelines, from the packages that its users have, on a base that is made of this machine's .NET SDK.</summary>
public sealed partial class InstalledToolTests
{
    private const string Image = "loadlab-test/tool:local";

    /// <summary>No user of the image, and none of this machine.</summary>
    private const string AnyUser = "4321";

    [DockerFact]
    [UnsupportedOSPlatform("windows")]
    public async Task The_image_builds_scenarios_and_gates_a_target_of_the_network_under_any_user()
    {
        await using var server = await StubServer.StartAsync();
        await ExpectAsync("sh", Path.Combine(Built.Home, "infra", "images", "build-local.sh"), "sdk");
        await ExpectAsync(
            "docker", "build", "--network", "none", "--build-arg", "SDK_IMAGE=loadlab-test/sdk:local", "-f", Path.Combine(Built.Home, "infra", "images", "tool", "Dockerfile"), "-t", Image, tool.Feed);
        var folder = Directory.CreateDirectory(Path.Combine(tool.Work, "container"));
        File.SetUnixFileMode(folder.FullName, (UnixFileMode)0b111_111_111);
        // No other feed than the one in the image: this machine's network is not asked.
        await File.WriteAllTextAsync(
            Path.Combine(folder.FullName, "nuget.config"), "<configuration><packageSources><clear /><add key=\"image\" value=\"/opt/loadlab/packages\" /></packageSources></configuration>");

        (await InContainerAsync(server, [], "id -u; loadlab --version")).Should().StartWith("1654\n0.");
        (await InContainerAsync(server, ["--user", AnyUser], $"cd /tmp && dotnet nuget list source && cd /work && loadlab new shop --url {server.Address} && cd shop && dotnet build -c Release --nologo scenarios/Shop"))
            .Should().Contain("/opt/loadlab/packages").And.Contain("Build succeeded");
        await ShortenAsync(Path.Combine(folder.FullName, "shop"));
        var run = await InContainerAsync(
            server, ["--user", AnyUser],
            "cd shop; for i in 1 2 3 4 5; do loadlab run shop --out runs; code=$?; if [ $code -ne 97 ]; then break; fi; done; echo \"run ended with $code\"; loadlab baseline set latest --out runs; loadlab gate shop --baseline shop --junit shop.xml --out runs; echo \"gate ended with $?\"; ls -ln runs; ls -ln shop.xml || true");

        if (run.Contains("run ended with 97\n", StringComparison.Ordinal))
        {
            // The machine disturbed all of them: such a run is no baseline, and is said to be none.
            run.Should().Contain("gate ended with 104\n").And.MatchRegex($" {AnyUser} +\\w+ .*shop");
            return;
        }

        run.Should().MatchRegex("run ended with (0|96)\n").And.MatchRegex("gate ended with (0|96|97|98)\n").And.MatchRegex($" {AnyUser} +\\w+ .*shop\\.xml");
        File.Exists(Path.Combine(folder.FullName, "shop", "runs", "baselines", "shop.json")).Should().BeTrue(run);
        Directory.EnumerateFiles(Path.Combine(folder.FullName, "shop", "runs"), "report.html", SearchOption.AllDirectories).Should().HaveCountGreaterThanOrEqualTo(2, run);
        server.Arrivals.Count.Should().BeGreaterThan(100);
    }

    /// <summary>What lines of a shell say in a container of the image, which has the folder as its work and the address as the target.</summary>
    private Task<string> InContainerAsync(StubServer server, string[] options, string lines) => ExpectAsync(
        ["docker", "run", "--rm", "--network", "host", "-v", $"{Path.Combine(tool.Work, "container")}:/work", "-e", $"LOADLAB_EXTERNAL_URL={server.Address}", .. options, Image, "sh", "-c", lines]);

    private static async Task<string> ExpectAsync(params string[] command)
    {
        var end = await ToolResult.OfAsync(command, new Dictionary<string, string> { ["DOCKER_HOST"] = DockerFactAttribute.Host!, ["DOCKER_BUILDKIT"] = "0" });
        end.ExitCode.Should().Be(0, "{0} says {1}{2}", string.Join(' ', command), end.Output, end.Error);
        return end.Output;
    }
}
