using LoadLab.Stacks.Machine;

namespace LoadLab.Tests.Stacks.Machine;

[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class NativeToolsTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("loadlab-tools-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void A_link_that_leads_nowhere_is_no_program_and_one_that_leads_somewhere_is()
    {
        var (path, real) = (Directory.CreateDirectory(Path.Combine(_root, "bin")).FullName, Directory.CreateDirectory(Path.Combine(_root, "15")).FullName);
        foreach (var program in (string[])["postgres", "initdb"])
            File.CreateSymbolicLink(Path.Combine(path, program), Path.Combine(real, program));
        var tools = new NativeTools { SearchPath = [path], PostgresPatterns = [] };

        tools.Find("postgres").Should().BeNull();
        tools.FindPostgres().Should().BeNull();

        foreach (var program in (string[])["postgres", "initdb"])
        {
            File.WriteAllText(Path.Combine(real, program), "");
            File.SetUnixFileMode(Path.Combine(real, program), UnixFileMode.UserExecute | UnixFileMode.OtherExecute);
        }

        tools.FindPostgres().Should().Be(real);
    }
}
