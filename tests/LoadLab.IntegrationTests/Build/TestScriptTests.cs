using LoadLab.IntegrationTests.Compose;

namespace LoadLab.IntegrationTests.Build;

/// <summary>What <c>test.sh</c> makes of its projects: the script itself, in a small checkout, with a <c>dotnet</c> that only says what a test says.</summary>
public sealed class TestScriptTests : IDisposable
{
    private const string Passed = """echo '<Counters total="3" executed="3" passed="3" failed="0" />' >"$trx" """;

    // What it is called with decides: 'dotnet test PROJECT/bin/…/NAME.dll … --logger trx;LogFileName=FILE'.
    private const string Dotnet = """
        #!/bin/sh
        [ "$1" = test ] || exit 0
        for argument in "$@"; do case $argument in trx\;*) trx=${argument#*=} ;; esac; done
        . "${2%%/bin/*}/outcome.sh"
        """;

    private readonly string _home = Directory.CreateTempSubdirectory("loadlab-testscript-").FullName;

    public TestScriptTests()
    {
        foreach (var file in (string[])["test.sh", "global.json", "infra/build/dotnet.sh", "infra/build/ahead.sh"])
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(_home, file))!);
            File.Copy(Path.Combine(Built.Home, file), Path.Combine(_home, file));
        }

        Program("dotnet", Dotnet);
        // An engine that has nothing.
        Program("docker", "#!/bin/sh\n");
    }

    public void Dispose() => Directory.Delete(_home, recursive: true);

    [Fact]
    public async Task Counts_of_all_projects_are_added_up_in_the_last_line()
    {
        Project("LoadLab.Tests", Passed);
        Project("LoadLab.OtherTests", """echo '<Counters total="10" executed="8" passed="8" failed="0" />' >"$trx" """);

        await EndsAsync(0, "11 passed, 0 failed, 2 skipped");
    }

    [Theory]
    [InlineData("LoadLab.Tests")]
    [InlineData("LoadLab.OtherTests")]
    public async Task A_test_that_failed_fails_all(string project)
    {
        Project("LoadLab.Tests", Passed);
        Project("LoadLab.OtherTests", Passed);
        Project(project, """echo '<Counters total="3" executed="3" passed="2" failed="1" />' >"$trx"; exit 1""");

        await EndsAsync(1, "5 passed, 1 failed, 0 skipped");
    }

    [Theory]
    [InlineData("LoadLab.Tests", """echo '<Counters total="0" executed="0" passed="0" failed="0" />' >"$trx" """)]
    [InlineData("LoadLab.OtherTests", """echo '<Counters total="0" executed="0" passed="0" failed="0" />' >"$trx" """)]
    [InlineData("LoadLab.OtherTests", "")]
    public async Task A_project_that_ran_no_test_fails(string project, string outcome)
    {
        Project("LoadLab.Tests", Passed);
        Project("LoadLab.OtherTests", Passed);
        Project(project, outcome);

        (await EndsAsync(1, "3 passed, 0 failed, 0 skipped")).Should().Contain($"error: {project} ran no test.");
    }

    [Theory]
    [InlineData("LoadLab.Tests")]
    [InlineData("LoadLab.OtherTests")]
    public async Task A_test_host_that_crashed_fails_whatever_had_passed(string project)
    {
        Project("LoadLab.Tests", Passed);
        Project("LoadLab.OtherTests", Passed);
        Project(project, Passed + "; kill -ABRT $$");

        await EndsAsync(1, "6 passed, 0 failed, 0 skipped");
    }

    [Fact]
    public async Task Unit_tests_run_beside_the_integration_tests_which_see_when_they_have_ended_and_nothing_runs_beside_the_others()
    {
        const string until = "for wait in $(seq 600); do [ CONDITION ] && break; sleep 0.1; done; [ CONDITION ] || exit 1; ";
        Project("LoadLab.Tests", until.Replace("CONDITION", "-e \"$TMPDIR/integration\"", StringComparison.Ordinal) + Passed);
        Project("LoadLab.IntegrationTests", """[ -e "$LOADLAB_TEST_BESIDE" ] || exit 1; touch "$TMPDIR/integration"; """
            + until.Replace("CONDITION", "! -e \"$LOADLAB_TEST_BESIDE\"", StringComparison.Ordinal) + """rm "$TMPDIR/integration"; """ + Passed);
        Project("LoadLab.CapacityTests", """[ -e "$LOADLAB_TEST_BESIDE" ] || [ -e "$TMPDIR/integration" ] && exit 1; """ + Passed);

        await EndsAsync(0, "9 passed, 0 failed, 0 skipped");
    }

    [Fact]
    public async Task What_measures_waits_until_the_unit_tests_have_ended()
    {
        var running = Path.Combine(_home, "running");
        await File.WriteAllTextAsync(running, "");

        var waiting = NothingBeside.GoneAsync(running, TimeSpan.FromMinutes(2));
        waiting.IsCompleted.Should().BeFalse();
        File.Delete(running);
        await waiting;

        await NothingBeside.GoneAsync(running, TimeSpan.Zero);
        await NothingBeside.GoneAsync(null, TimeSpan.Zero);
    }

    [Fact]
    public void Collections_that_take_long_come_before_those_that_do_not()
    {
        LongestFirst.Rank($"Test collection for {typeof(Outside.SecretVerbsTests).FullName}").Should().BeLessThan(LongestFirst.Rank($"Test collection for {typeof(TestScriptTests).FullName}"));
        LongestFirst.Rank(ContainerEngine.Name).Should().Be(0);
        LongestFirst.Rank($"Test collection for {typeof(Outside.SecretVerbsTests).FullName}Too").Should().Be(LongestFirst.Rank("another"));
    }

    [Fact]
    public async Task What_a_test_leaves_behind_fails_and_is_named()
    {
        Project("LoadLab.OtherTests", Passed + """; mkdir "$TMPDIR/loadlab-left" """);

        (await EndsAsync(1, "3 passed, 0 failed, 0 skipped")).Should().Contain("error: the tests have left behind: ").And.Contain("/loadlab-left");
    }

    private async Task<string> EndsAsync(int exitCode, string lastLine)
    {
        var result = await ToolResult.OfAsync(
            ["env", "-u", "DOTNET_ROOT", "sh", Path.Combine(_home, "test.sh")],
            new Dictionary<string, string> { ["PATH"] = Path.Combine(_home, "bin") + ":" + Environment.GetEnvironmentVariable("PATH"), ["LOADLAB_TEST_DOCKER_HOST"] = "unix:///nowhere" });

        result.Output.TrimEnd().Split('\n')[^1].Should().Be(lastLine, result.Output + result.Error);
        result.ExitCode.Should().Be(exitCode, result.Output + result.Error);
        return result.Error;
    }

    private void Project(string name, string outcome)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_home, "tests", name)).FullName;
        File.WriteAllText(Path.Combine(folder, name + ".csproj"), "");
        File.WriteAllText(Path.Combine(folder, "outcome.sh"), outcome + "\n");
    }

    private void Program(string name, string script)
    {
        var path = Path.Combine(Directory.CreateDirectory(Path.Combine(_home, "bin")).FullName, name);
        File.WriteAllText(path, script);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
