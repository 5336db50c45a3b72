using LoadLab.Core;
using LoadLab.Engine.Scenarios;
using LoadLab.IntegrationTests.Cli;
using LoadLab.IntegrationTests.Engine;

namespace LoadLab.IntegrationTests.Templates;

public sealed class ScenarioTemplateTests(TemplateHive hive) : IClassFixture<TemplateHive>
{
    [Fact]
    public async Task Inside_the_repository_it_builds_without_a_warning_and_its_suite_runs_through_the_gate()
    {
        await hive.InstallAsync();
        var project = Path.Combine(hive.Checkout, "scenarios", "Shop");
        Succeeded(await hive.NewAsync(project));
        Directory.EnumerateFiles(project).Select(Path.GetFileName).Should().BeEquivalentTo("Shop.csproj", "HomePage.cs", "suite.yaml", "README.md");
        (await File.ReadAllLinesAsync(Path.Combine(project, "README.md"))).Should().HaveCount(3);
        Succeeded(await hive.DotnetAsync("build", project, "-c", "Release")).Should().Contain("0 Warning(s)");
        await using var server = await StubServer.StartAsync();

        var (run, output) = await RunAsync(project, server.Address);

        output.Should().Contain("api-response-p95").And.Contain("api-errors");
        run.ExitCode.Should().Be((int)ExitCode.Go, "{0}{1}", output, run.Error);
        // 12 s at 50/s, and the one look whether the target answers.
        server.Arrivals.Should().HaveCount(601);
    }

    [Fact]
    public async Task Outside_it_builds_with_the_Sdks_path_whatever_its_name_is()
    {
        await hive.InstallAsync();
        var project = Path.Combine(hive.Outside, "shop-load.2");
        Succeeded(await hive.NewAsync(project, "--sdk", hive.SdkProject));

        Succeeded(await hive.DotnetAsync("build", project, "-c", "Release")).Should().Contain("0 Warning(s)");

        var scenarios = ScenarioAssembly.Load(Path.Combine(project, "bin", "Release", "net10.0", "shop-load.2.dll"));
        scenarios.Select(scenario => scenario.Name).Should().Equal("home_page");
        (await File.ReadAllTextAsync(Path.Combine(project, "suite.yaml"))).Should().Contain("scenarios: bin/Release/net10.0/shop-load.2.dll");
    }

    [Fact]
    public async Task Outside_without_the_path_the_build_says_what_is_missing_and_where_to_set_it()
    {
        await hive.InstallAsync();
        var project = Path.Combine(hive.Outside, "Lost");
        Succeeded(await hive.NewAsync(project));

        var (exit, text) = await hive.DotnetAsync("build", project, "-c", "Release");

        exit.Should().NotBe(0);
        text.Should().Contain("There is no LoadLab.Sdk.csproj at '../../src/LoadLab.Sdk/LoadLab.Sdk.csproj'. Set LoadLabSdk in Lost.csproj");
    }

    private static string Succeeded((int ExitCode, string Text) result)
    {
        result.ExitCode.Should().Be(0, result.Text.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal));
        return result.Text;
    }

    private static async Task<(LaunchedCli Run, string Output)> RunAsync(string project, Uri target)
    {
        await using var run = LaunchedCli.Start(
            Path.Combine(project, "results"), "run", Path.Combine(project, "suite.yaml"), "--external-url", target.ToString());
        return (run, await run.EndAsync());
    }
}
