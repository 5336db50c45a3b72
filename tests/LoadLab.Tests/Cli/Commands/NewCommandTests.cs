using LoadLab.Cli;
using LoadLab.Cli.Commands;

namespace LoadLab.Tests.Cli.Commands;

public sealed class NewCommandTests : IDisposable
{
    private readonly CliHarness _cli = new();

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task A_command_line_of_standard_input_becomes_a_project()
    {
        var exit = await RunAsync("new shop --curl -", "curl http://127.0.0.1:5000/products -H 'X-Api-Key: S3CRETMARK'");

        exit.Should().Be(0, "{0}", _cli.Error);
        _cli.Out.Should().Be("""
            shop: 14 files, a scenario of 1 request from a curl command.
            It needs: SHOP_X_API_KEY (README.md says what they are).
            Next:
              cd shop
              dotnet build -c Release scenarios/Shop
              loadlab run shop

            """.ReplaceLineEndings("\n"));
        Directory.EnumerateFiles(_cli.Directory, "*", SearchOption.AllDirectories).Should().NotContain(file => File.ReadAllText(file).Contains("S3CRETMARK", StringComparison.Ordinal));
        File.ReadAllText(Path.Combine(_cli.Directory, "shop", "scenarios", "suites", "shop.yaml")).Should().Contain("http://127.0.0.1:5000");
    }

    [Fact]
    public async Task All_faults_of_what_was_asked_are_told_and_nothing_is_written()
    {
        var exit = await RunAsync("new é --url ftp://x --curl a --har b --writes");

        exit.Should().Be(104);
        _cli.Error.Should().Contain("'é' is no name of a project").And.Contain("A project is made from one source, and there are --har and --curl.").And.Contain("--writes is for --openapi.").And.Contain("--url is an http or https address");
        Directory.EnumerateFileSystemEntries(_cli.Directory).Should().BeEmpty();
    }

    [Fact]
    public async Task What_is_there_is_not_overwritten()
    {
        Directory.CreateDirectory(Path.Combine(_cli.Directory, "shop"));
        File.WriteAllText(Path.Combine(_cli.Directory, "shop", "note.txt"), "mine");

        (await RunAsync("new shop")).Should().Be(104);

        _cli.Error.Should().Contain("'shop' is there already, and nothing is overwritten.");
        Directory.EnumerateFileSystemEntries(Path.Combine(_cli.Directory, "shop")).Should().ContainSingle();
    }

    [Fact]
    public async Task Without_a_name_what_is_missing_is_said()
    {
        (await RunAsync("new")).Should().Be(104);

        _cli.Error.Should().Contain("The project has no name.").And.Contain("loadlab new shop");
    }

    private Task<int> RunAsync(string line, string input = "") =>
        _cli.RunAsync(line, NewCommand.Create(_cli.Console, new StringReader(input), new ProjectWriting(new ProgramFiles("/none"), null, _cli.Directory)));
}
