namespace LoadLab.IntegrationTests.Packages;

/// <summary>LoadLab without its checkout.</summary>
[Collection(ToolOfPackages.Name)]
public sealed partial class InstalledToolTests(InstalledTool tool)
{
    [Fact]
    public async Task The_example_is_written_built_and_run_with_the_lms_that_comes_with_the_tool()
    {
        var written = await tool.RunAsync("", "new", "example", "lms");
        written.ExitCode.Should().Be(0, "{0}", written.Error);
        await tool.BuildAsync("lms", "scenarios/Lms.Scenarios");

        var run = await tool.RunAsync("lms/scenarios/suites", "run", "smoke", "--stack", "processes", "--set", "phases.users-50.hold=3s", "--set", "phases.rate-100.hold=3s");

        // Too short to decide its SLOs; what counts is that it ran.
        run.ExitCode.Should().BeOneOf([96, 97, 99], "{0}{1}", run.Out, run.Error);
        Directory.EnumerateDirectories(Path.Combine(tool.Work, "lms", "results"), "*-smoke-*").Should().ContainSingle()
            .Which.Should().Match(folder => File.Exists(Path.Combine(folder, "report.html")));
        run.Out.Should().Contain("50 users").And.NotContain("./loadlab");
    }

    [Fact]
    public async Task Nothing_is_overwritten()
    {
        Directory.CreateDirectory(Path.Combine(tool.Work, "mine"));
        await File.WriteAllTextAsync(Path.Combine(tool.Work, "mine", "note.txt"), "mine");

        var refused = await tool.RunAsync("", "new", "example", "lms", "-o", "mine");

        refused.ExitCode.Should().Be(104);
        refused.Error.Should().Contain("'mine' is there already");
        Directory.EnumerateFileSystemEntries(Path.Combine(tool.Work, "mine")).Should().ContainSingle();
    }

    [Fact]
    public async Task Where_there_is_no_project_a_name_is_told_as_unknown_with_what_to_do()
    {
        Directory.CreateDirectory(Path.Combine(tool.Work, "empty"));

        var refused = await tool.RunAsync("empty", "run", "smoke");

        refused.ExitCode.Should().Be(104);
        refused.Error.Should().Contain("Unknown suite 'smoke'").And.Contain("loadlab new");
    }
}
