using LoadLab.Cli.Invocations;
using LoadLab.Core.Text;

namespace LoadLab.Tests.Cli.Invocations;

public sealed class CommandEnvironmentTests
{
    [Theory]
    [InlineData("/usr/share/dotnet/dotnet", "dotnet loadlab")]
    [InlineData("/home/ann/.dotnet/tools/loadlab", "loadlab")]
    [InlineData(null, "loadlab")]
    public void An_installed_tool_is_started_again_as_it_was_started(string? process, string expected) =>
        CommandEnvironment.Find("/none", _ => null, new Variables(_ => null), process).Program.Should().Be(expected);
}
