using System.Text.Json;
using LoadLab.Engine.Scenarios;
using LoadLab.IntegrationTests.Cli;
using LoadLab.IntegrationTests.Engine;

namespace LoadLab.IntegrationTests.Templates;

public sealed class ScenarioTemplateTests(TemplateHive hive) : IClassFixture<TemplateHive>
{
    [Fact]
    public async Task Inside_the_repository_it_builds_without_a_warning_and_its_suite_is_run_and_judged()
    {
        await hive.InstallAsync();
        var project = Path.Combine(hive.Checkout, "scenarios", "Shop");
        Succeeded(await hive.NewAsync(project));
        Directory.EnumerateFiles(project).Select(Path.GetFileName).Should().BeEquivalentTo("Shop.csproj", "HomePage.cs", "suite.yaml", "catalogue.yaml", ".env.example", ".gitignore", "README.md");
        (await File.ReadAllLinesAsync(Path.Combine(project, "README.md"))).Should().HaveCount(6);
        Succeeded(await hive.DotnetAsync("build", project, "-c", "Release")).Should().Contain("0 Warning(s)");
        await using var server = await StubServer.StartAsync();

        using var run = await RunAsync(project, server.Address);

        // Whether a busy machine makes the run invalid is not the template's; that it was planned, driven and judged is.
        run.RootElement.GetProperty("suite").GetString().Should().Be("home-page");
        var phase = run.RootElement.GetProperty("phases").EnumerateArray().Single();
        var counts = phase.GetProperty("counts");
        counts.GetProperty("scheduled").GetInt64().Should().Be(80);
        counts.GetProperty("failed").GetInt64().Should().Be(0);
        counts.GetProperty("ok").GetInt64().Should().BePositive();
        phase.GetProperty("steps").EnumerateArray().Select(step => step.GetProperty("name").GetString()).Should().Contain("open");
        run.RootElement.GetProperty("verdicts").EnumerateArray().Select(verdict => verdict.GetProperty("id").GetString())
            .Should().BeEquivalentTo("response-p95", "errors");
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
        foreach (var file in new[] { "suite.yaml", "catalogue.yaml" })
        {
            // An editor finds the schema only by a path that is there. The checkout of these tests has the Sdk alone.
            var schema = (await File.ReadAllLinesAsync(Path.Combine(project, file)))[0].Split("$schema=")[1];
            schema.Should().StartWith(hive.Checkout);
            File.Exists(schema.Replace(hive.Checkout, Built.Home, StringComparison.Ordinal)).Should().BeTrue(schema);
        }
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
        result.ExitCode.Should().Be(0, "{0}", result.Text);
        return result.Text;
    }

    private static async Task<JsonDocument> RunAsync(string project, Uri target)
    {
        await using var run = LaunchedCli.Start(
            Path.Combine(project, "results"), "run", Path.Combine(project, "suite.yaml"), "--external-url", target.ToString(), "--json",
            "--set", "phases.steady.rate=20/s", "--set", "phases.steady.hold=4s");
        var output = await run.EndAsync();
        output.Should().StartWith("{", "{0}", run.Error);
        return JsonDocument.Parse(output);
    }
}
