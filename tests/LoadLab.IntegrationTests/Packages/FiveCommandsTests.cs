using LoadLab.Cli;
using LoadLab.Core.Evaluation.Attribution;
using LoadLab.IntegrationTests.Engine;
using LoadLab.IntegrationTests.ReferenceLms;

namespace LoadLab.IntegrationTests.Packages;

/// <summary>What a newcomer does outside of any checkout, with a folder of packages as the only feed, against an API that describes itself.</summary>
[Collection(ToolOfNewcomers.Name)]
public sealed class FiveCommandsTests(InstalledTool tool, RunningLms running) : IClassFixture<RunningLms>
{
    [Fact]
    public async Task From_the_document_of_a_running_API_to_a_decision()
    {
        var address = running.Lms.Client.BaseAddress!;

        // 1: the tool was installed by the fixture.
        var written = await tool.RunAsync("", "new", "campus", "--openapi", new Uri(address, "/openapi/v1.json").ToString()); // 2
        written.ExitCode.Should().Be(0, "{0}", written.Error);
        written.Out.Should().Contain("campus: 15 files").And.Contain("It needs: CAMPUS_EMAIL, CAMPUS_PASSWORD").And.Contain("  cd campus");
        await tool.BuildAsync("campus", "scenarios/Campus"); // 3: cd, 4: build
        tool.Environment["CAMPUS_EMAIL"] = "student00001@lms.example";
        tool.Environment["CAMPUS_PASSWORD"] = "password-01";
        var run = await tool.RunAsync("campus", "run", "campus"); // 5

        run.Out.Should().NotContain("password-01");
        foreach (var step in new[] { "post_auth_login", "get_courses", "get_courses_search", "get_me_enrolments", "get_courses_by_id" })
        {
            Document("campus").Should().Contain($"\"{step}\"", "{0}", run.Out);
        }

        run.Out.Should().NotContain("What failed", "{0}", run.Out);
        Decided(run, Document("campus"));
    }

    [Theory]
    [InlineData("Shop")]
    [InlineData("my-shop")]
    public async Task The_template_writes_what_the_tool_writes(string name)
    {
        (await tool.RunAsync("", "new", name, "-o", "by-tool-" + name)).ExitCode.Should().Be(0);
        Directory.CreateDirectory(Path.Combine(tool.Work, "by-template"));
        await tool.NewFromTemplateAsync(Path.Combine("by-template", name));

        Files(Path.Combine(tool.Work, "by-template", name)).Should().Equal(Files(Path.Combine(tool.Work, "by-tool-" + name)));
    }

    /// <summary>The document of the run that a project has.</summary>
    private string Document(string project) =>
        File.ReadAllText(Path.Combine(Directory.EnumerateDirectories(Path.Combine(tool.Work, project, "results"), $"*-{project}-*").Single(), "run.json"));

    private static SortedDictionary<string, string> Files(string folder) => new(
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).ToDictionary(file => Path.GetRelativePath(folder, file), file => File.ReadAllText(file).TrimEnd()), StringComparer.Ordinal);

    [Fact]
    public async Task The_tutorial_works_as_it_stands()
    {
        var tutorial = new Tutorial(await DocAsync("tutorial.md"), FreePorts.Next());

        var run = await tool.ShellAsync(tutorial.Script, "learning");

        var codes = tutorial.ExitCodes(run.Out);
        codes.Keys.Should().BeEquivalentTo(tutorial.Commands.Distinct(), "{0}{1}", run.Out, run.Error);
        var document = File.ReadAllText(Directory.EnumerateFiles(Path.Combine(tool.Work, "learning", "shop", "results"), "run.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal).First());
        Decided((codes["loadlab run shop"], run.Out, run.Error), document);
        // A run that the machine disturbed is no baseline.
        codes.Where(code => code.Key is not ("loadlab run shop" or "loadlab baseline set latest") || codes["loadlab run shop"] == 0).Should().OnlyContain(code => code.Value == 0, "{0}{1}", run.Out, run.Error);
        run.Out.Should().Contain("exit code 9").And.Contain("get_home: 404").And.Contain("get_prices");
    }

    [Fact]
    public async Task The_how_to_begins_as_the_tutorial_does()
    {
        var commands = (await DocAsync("how-to-start-a-project.md")).Split("```sh\n")[1].Split("```")[0].Trim().Split('\n');

        new Tutorial(await DocAsync("tutorial.md"), 8080).Commands.Should().ContainInOrder(commands);
        commands.Should().HaveCount(4);
    }

    private static Task<string> DocAsync(string name) => File.ReadAllTextAsync(Path.Combine(Built.Home, "scenarios", "docs", name));

    [Fact]
    public async Task The_test_of_a_new_project_makes_the_run_and_has_the_verdicts_in_its_output()
    {
        await using var server = await StubServer.StartAsync();
        (await tool.RunAsync("", "new", "tested", "--url", server.Address.ToString())).ExitCode.Should().Be(0);
        var suite = Path.Combine(tool.Work, "tested", "scenarios", "suites", "tested.yaml");
        await File.WriteAllTextAsync(suite, (await File.ReadAllTextAsync(suite)).Replace("rate: 20/s", "rate: 120/s", StringComparison.Ordinal).Replace("warmUp: 3s", "warmUp: 1s", StringComparison.Ordinal).Replace("hold: 20s", "hold: 4s", StringComparison.Ordinal));

        var good = await tool.TestAsync("tested", "tests/Tested.LoadTests");
        server.Handle = context =>
        {
            context.Response.StatusCode = 503;
            return Task.CompletedTask;
        };
        var bad = await tool.TestAsync("tested", "tests/Tested.LoadTests", "--no-build");

        // A machine that others use may disturb three attempts; then the test says that, and not that the target is bad.
        good.ExitCode.Should().Be(good.Out.Contains("InvalidRunException", StringComparison.Ordinal) ? 1 : 0, "{0}{1}", good.Out, good.Error);
        good.Out.Should().NotContain("LoadTestFailedException", "{0}", good.Out).And.Contain("Response time P95").And.Contain("Report  " + Path.Combine(tool.Work, "tested", "results"));
        bad.ExitCode.Should().Be(1, "{0}{1}", bad.Out, bad.Error);
        bad.Out.Should().Contain("get_home: 503").And.Contain("What to do: ").And.Contain("FAIL");
    }

    [Theory]
    [InlineData("LoadLab.Sdk")]
    [InlineData("LoadLab.Testing")]
    public async Task Packed_twice_a_package_is_the_same_byte_for_byte(string project)
    {
        if (await tool.PackIntoFeedAsync(project))
        {
            // What stands in a zip file counts two seconds at a time.
            await Task.Delay(TimeSpan.FromSeconds(2));
        }

        await tool.PackAsync(project, "twice");

        foreach (var ending in new[] { "nupkg", "snupkg" })
        {
            var name = $"{project}.{ExampleProject.Version}.{ending}";
            File.ReadAllBytes(Path.Combine(tool.Feed, name)).Should().Equal(File.ReadAllBytes(Path.Combine(tool.Work, "twice", name)));
        }
    }

    /// <summary>
    /// GO (0), where this machine is the test's own. Where others use it, the run is invalid (97) or undecided (96) and says so, or a slow answer is a missed SLO (99):
    /// true of the target in that moment, and the run must name the others' CPU as the cause.
    /// </summary>
    private static void Decided((int ExitCode, string Out, string Error) run, string document)
    {
        run.ExitCode.Should().BeOneOf([0, 96, 97, 99], "{0}{1}", run.Out, run.Error);
        run.Out.Should().Contain(run.ExitCode switch { 0 => " GO ", 97 => "INVALID", 96 => "could not be decided", _ => "failed" }, "{0}", run.Out);
        if (run.ExitCode == 99)
        {
            document.Should().MatchRegex($"\"cause\": *\"({BottleneckCauses.OtherCpu}|{BottleneckCauses.Machine}|{BottleneckCauses.Generator})\"", "{0}", run.Out);
        }
    }
}
