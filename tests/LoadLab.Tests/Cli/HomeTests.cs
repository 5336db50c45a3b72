using LoadLab.Cli;

namespace LoadLab.Tests.Cli;

public sealed class HomeTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("loadlab-home-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void Home_is_what_is_given_else_the_checkout_of_the_program()
    {
        var program = Make("checkout/src/Cli/bin");
        File.WriteAllText(In("checkout/LoadLab.sln"), "");
        Make("project/scenarios");

        Home.Find(In("project"), program, Make("elsewhere")).Should().Be(In("project"));
        Home.Find(null, program, In("project")).Should().Be(In("checkout"));
        Home.Find("", program, In("project")).Should().Be(In("checkout"));
    }

    [Theory]
    [InlineData("shop", "shop")]
    [InlineData("shop/scenarios/suites", "shop")]
    [InlineData("shop/services/api", "shop")]
    [InlineData("shop/services/other/deep", "shop/services/other")]
    [InlineData("elsewhere", "elsewhere")]
    public void Home_of_an_installed_program_is_the_nearest_folder_upwards_with_scenarios_else_the_working_directory(string here, string expected)
    {
        Make("shop/scenarios/suites");
        Make("shop/services/other/scenarios");

        Home.Find(null, Make("tools/loadlab"), Make(here)).Should().Be(In(expected));
    }

    [Fact]
    public void The_file_of_a_project_comes_before_a_nearer_folder_of_scenarios()
    {
        var here = Make("shop/load/scenarios/suites");
        File.WriteAllText(In("shop/loadlab.yaml"), "");

        Home.Find(null, Make("tools/loadlab"), here).Should().Be(In("shop"));
    }

    [Fact]
    public void An_installed_program_has_its_lms_and_its_example_beside_it_and_a_built_one_those_of_its_checkout()
    {
        var built = new ProgramFiles(Make("checkout/src/Cli/bin"));
        File.WriteAllText(In("checkout/LoadLab.sln"), "");
        var inCheckout = new ProgramFiles(In("checkout/src/Cli/bin"));

        built.Lms.Should().Be(In("checkout/src/Cli/bin/lms/LoadLab.ReferenceLms.dll"));
        built.Example.Should().Be(In("checkout/src/Cli/bin/example"));
        inCheckout.Lms.Should().Be(In("checkout/src/LoadLab.ReferenceLms/bin/Release/net10.0/LoadLab.ReferenceLms.dll"));
        inCheckout.Example.Should().Be(In("checkout/scenarios"));
    }

    private string Make(string path) => Directory.CreateDirectory(In(path)).FullName;

    private string In(string path) => Path.Combine(_root, path);
}
