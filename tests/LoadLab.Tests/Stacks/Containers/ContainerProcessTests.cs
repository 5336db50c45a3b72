using LoadLab.Stacks.Containers;

namespace LoadLab.Tests.Stacks.Containers;

public sealed class ContainerProcessTests : IDisposable
{
    private const string Id = "4f5c1a3e8f0b7d6c5b4a39281706f5e4d3c2b1a0998877665544332211ffeedd";

    private readonly string _root = Directory.CreateTempSubdirectory("loadlab-cgroup-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Theory]
    [InlineData("0::/system.slice/docker-" + Id + ".scope\n", true)]
    [InlineData("12:memory:/docker/" + Id + "\n0::/\n", true)]
    [InlineData("0::/../" + Id + "\n", true)]
    [InlineData("0::/user.slice/user-1000.slice/session-2.scope\n", false)]
    [InlineData("0::/system.slice/docker-0000000000000000000000000000000000000000000000000000000000000000.scope\n", false)]
    public void A_process_is_a_containers_when_its_control_group_says_so(string groups, bool isIts)
    {
        Directory.CreateDirectory(Path.Combine(_root, "proc", "77"));
        File.WriteAllText(Path.Combine(_root, "proc", "77", "cgroup"), groups);

        ContainerProcess.IsOf(77, Id, _root).Should().Be(isIts);
    }

    [Fact]
    public void A_process_of_the_same_number_that_happens_to_run_here_is_none_of_a_containers()
    {
        ContainerProcess.IsOf(Environment.ProcessId, Id).Should().BeFalse();
        ContainerProcess.IsOf(78, Id, _root).Should().BeFalse("it is not there");
    }
}
