using LoadLab.Cli;
using LoadLab.Core;

namespace LoadLab.Tests.Cli;

public sealed class HomeTests
{
    [Fact]
    public void Home_is_what_the_launcher_says_or_the_nearest_folder_above_with_the_solution()
    {
        var root = Directory.CreateTempSubdirectory("loadlab-home-").FullName;
        var deep = Directory.CreateDirectory(Path.Combine(root, "a b", "bin")).FullName;
        File.WriteAllText(Path.Combine(root, "LoadLab.sln"), "");

        var found = Home.Find(null, deep);
        var given = Home.Find(deep, root);
        Directory.Delete(root, recursive: true);
        var finding = () => Home.Find("", Path.GetTempPath());

        found.Should().Be(root);
        given.Should().Be(deep);
        finding.Should().Throw<LoadLabException>().Which.Hint.Should().Contain("LOADLAB_HOME");
    }
}
