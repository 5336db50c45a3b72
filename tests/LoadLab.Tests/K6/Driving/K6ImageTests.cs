using LoadLab.Core;
using LoadLab.K6.Driving;

namespace LoadLab.Tests.K6.Driving;

/// <summary>How k6 is run in a container, and what is refused before anything is started.</summary>
public sealed class K6ImageTests
{
    [Fact]
    public void It_sees_the_suites_folder_and_this_network_and_no_value_stands_on_the_command_line()
    {
        var image = new K6Image("grafana/k6:1.0.0", "docker") { Folders = ["/tests, all"], Labels = new Dictionary<string, string> { ["loadlab.role"] = "k6" } };

        var line = string.Join(' ', image.Run("mine", ["PASSWORD", "K6_NO_USAGE_REPORT=true"], "/tests, all/shop", ["/tmp/pipe"], ["run", "-"]));

        line.Should().StartWith("run --rm --interactive --pull never --network host --user ")
            .And.EndWith("--workdir /tests, all/shop --entrypoint k6 --name mine --label loadlab.role=k6 "
                + "--mount type=bind,\"source=/tests, all\",\"target=/tests, all\" --mount type=bind,\"source=/tmp/pipe\",\"target=/tmp/pipe\" "
                + "--env PASSWORD --env K6_NO_USAGE_REPORT=true --env HOME=/tmp grafana/k6:1.0.0 run -");
    }

    [Fact]
    public void Without_Dockers_client_it_says_so_and_what_to_do()
    {
        var find = () => K6Program.Find("/nowhere", new K6Image("grafana/k6:1.0.0", ""));

        var fault = find.Should().Throw<LoadLabException>().Which;
        (fault.ExitCode, fault.Message).Should().Be((ExitCode.BadConfiguration, "driver: k6 with stack.images.k6, and there is no docker on PATH."));
        fault.Hint.Should().Contain("leave out stack.images.k6");
    }
}
