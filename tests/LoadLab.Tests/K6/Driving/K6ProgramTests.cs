using LoadLab.Core;
using LoadLab.K6;
using LoadLab.K6.Driving;

namespace LoadLab.Tests.K6.Driving;

public sealed class K6ProgramTests
{
    [Fact]
    public void Without_k6_on_PATH_it_says_so_and_what_to_do()
    {
        var find = () => K6Program.Find("/nowhere:/nor/here");

        var fault = find.Should().Throw<LoadLabException>().Which;
        fault.ExitCode.Should().Be(ExitCode.BadConfiguration);
        fault.Message.Should().Contain("driver: k6, and there is no k6 on PATH.");
        fault.Hint.Should().Contain("Install k6 0.50 to 2.x").And.Contain("leave out driver: k6");
    }

    [Theory]
    [InlineData("K6_VUS", true)]
    [InlineData("K6_CONFIG", true)]
    [InlineData("K6_BROWSER_EXECUTABLE_PATH", false)]
    [InlineData("BASE_URL", false)]
    public void A_variable_that_k6_takes_for_an_option_is_told_apart(string name, bool isOption) => K6Program.IsOption(name).Should().Be(isOption);

    [Fact]
    public void Variables_that_would_change_the_load_and_secrets_on_a_command_line_are_refused_together()
    {
        using var folder = new ScriptFolder("export default () => {};");
        var load = () => DrivenScript.Load(Path.Combine(folder.Folder, "absent.js"), new K6Arguments { Environment = new Dictionary<string, string> { ["K6_VUS"] = "5", ["my.password"] = "hush" } }, "/nowhere");

        load.Should().Throw<LoadLabException>().Which.Faults.Should().HaveCount(3)
            .And.Contain("The variable K6_VUS: k6 takes it for an option of its own, and the load would be another. Name it differently.")
            .And.Contain(fault => fault.Contains("my.password is a secret", StringComparison.Ordinal) && !fault.Contains("hush", StringComparison.Ordinal));
    }
}
