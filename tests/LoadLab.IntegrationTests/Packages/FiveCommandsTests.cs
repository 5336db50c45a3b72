using LoadLab.IntegrationTests.Engine;
using LoadLab.IntegrationTests.ReferenceLms;

namespace LoadLab.IntegrationTests.Packages;

/// <summary>What a newcomer does outside of any checkout, with a folder of packages as the only feed, against an API that describes itself.</summary>
[Collection(ToolOfPackages.Name)]
public sealed class FiveCommandsTests(InstalledTool tool, RunningLms running) : IClassFixture<RunningLms>
{
    [Fact]
    public async Task From_the_document_of_a_running_API_to_a_decision()
    {
        var address = running.Lms.Client.BaseAddress!;

        // 1: the tool was installed by the fixture.
        var written = await tool.RunAsync("", "new", "campus", "--openapi", new Uri(address, "/openapi/v1.json").ToString()); // 2
        written.ExitCode.Should().Be(0, "{0}", written.Error);
        written.Out.Should().Contain("campus: 13 files").And.Contain("It needs: CAMPUS_EMAIL, CAMPUS_PASSWORD").And.Contain("  cd campus");
        await tool.BuildAsync("campus", "scenarios/Campus"); // 3: cd, 4: build
        tool.Environment["CAMPUS_EMAIL"] = "student00001@lms.example";
        tool.Environment["CAMPUS_PASSWORD"] = "password-01";
        var run = await tool.RunAsync("campus", "run", "campus"); // 5

        run.Out.Should().NotContain("password-01");
        foreach (var step in new[] { "post_auth_login", "get_courses", "get_courses_search", "get_me_enrolments", "get_courses_by_id" })
        {
            Document("campus").Should().Contain($"\"{step}\"", "{0}", run.Out);
        }

        // A machine that others use may make a run invalid; whatever it decides, nothing that was sent may have failed.
        run.ExitCode.Should().BeOneOf([0, 96, 97, 99], "{0}{1}", run.Out, run.Error);
        run.Out.Should().NotContain("What failed", "{0}", run.Out);
        if (run.ExitCode == 0)
        {
            run.Out.Should().Contain("GO");
        }
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
    public async Task The_first_commands_of_the_how_to_work_as_they_stand()
    {
        var howTo = await File.ReadAllTextAsync(Path.Combine(Built.Home, "scenarios", "docs", "how-to-start-a-project.md"));
        var commands = howTo.Split("```sh\n")[1].Split("```")[0];
        commands.Trim().Split('\n').Should().HaveCount(4);
        await using var server = await StubServer.StartAsync();
        tool.Environment["LOADLAB_EXTERNAL_URL"] = server.Address.ToString();

        var run = await tool.ShellAsync(commands);
        tool.Environment.Remove("LOADLAB_EXTERNAL_URL");

        // GO, unless the machine was busy with something else.
        run.ExitCode.Should().BeOneOf([0, 96, 97], "{0}{1}", run.Out, run.Error);
        run.Out.Should().NotContain("What failed");
        Document("shop").Should().Contain("\"get_home\"");
        server.Arrivals.Count.Should().BeGreaterThan(300);
    }
}
