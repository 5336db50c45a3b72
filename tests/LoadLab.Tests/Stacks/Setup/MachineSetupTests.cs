using LoadLab.Core;
using LoadLab.Stacks.Machine;
using LoadLab.Stacks.Processes;
using LoadLab.Stacks.Setup;

namespace LoadLab.Tests.Stacks.Setup;

public sealed class MachineSetupTests : IDisposable
{
    private const UnixFileMode Executable = UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.OtherExecute | UnixFileMode.OtherRead;

    private readonly string _root = Directory.CreateTempSubdirectory("setup-").FullName;

    [Fact]
    public void On_debian_each_missing_part_names_its_command()
    {
        Program("apt-get");

        var missing = Setup(new FakeRunner(), isRoot: false).FindMissing().Select(part => part.ToString());

        missing.Should().Equal(
            "postgres (with initdb) is missing: the database of the native stack. Get it: sudo apt-get install -y --no-install-recommends postgresql",
            "redis-server is missing: the cache and queue of the native stack. Get it: sudo apt-get install -y --no-install-recommends redis-server",
            "setpriv and setsid of util-linux is missing: they let the stack's processes end with LoadLab. Get it: sudo apt-get install -y --no-install-recommends util-linux",
            "aiosmtpd, a mail sink for the system's Python, is missing: the stack has no mail server without one, and rows on e-mail are not measured. Get it: sudo apt-get install -y --no-install-recommends python3-aiosmtpd",
            "a font is missing: charts have no text without one. Get it: sudo apt-get install -y --no-install-recommends fonts-dejavu-core");
    }

    [Fact]
    public async Task On_debian_as_root_it_installs_what_is_missing_starts_no_service_and_tidies_up()
    {
        Program("apt-get");
        Program("redis-server");
        var policy = Path.Combine(_root, "usr/sbin/policy-rc.d");
        var cluster = Path.Combine(_root, "etc/postgresql-common/createcluster.d/loadlab.conf");
        var held = false;
        var runner = new FakeRunner(command =>
        {
            if (command[1] != "install")
                return;
            if (command.Contains("python3-aiosmtpd"))
            {
                MailSink();
                return;
            }

            held = File.Exists(policy) && File.Exists(cluster);
            foreach (var program in new[] { "postgres", "initdb", "setpriv", "setsid" })
                Program(program);
            File.WriteAllText(Path.Combine(_root, "fonts", "DejaVuSans.ttf"), "");
        });
        var progress = new Lines();

        await Setup(runner, isRoot: true).InstallAsync(progress, CancellationToken.None);

        progress.Seen.Should().Equal(
            "$ apt-get update",
            "$ apt-get install -y --no-install-recommends postgresql util-linux fonts-dejavu-core",
            "$ apt-get install -y --no-install-recommends python3-aiosmtpd",
            "setup: everything is there");
        held.Should().BeTrue("no service may start while the packages are installed");
        File.Exists(policy).Should().BeFalse();
        File.Exists(cluster).Should().BeFalse();
    }

    [Fact]
    public async Task A_distribution_without_the_mail_sink_gets_the_rest_and_is_told()
    {
        Program("apt-get");
        foreach (var program in new[] { "redis-server", "postgres", "initdb", "setpriv", "setsid" })
            Program(program);
        Directory.CreateDirectory(Path.Combine(_root, "fonts"));
        await File.WriteAllTextAsync(Path.Combine(_root, "fonts", "DejaVuSans.ttf"), "");
        var progress = new Lines();

        await Setup(new FakeRunner(failsOn: "python3-aiosmtpd"), isRoot: true).InstallAsync(progress, CancellationToken.None);

        progress.Seen.Should().HaveCount(4);
        progress.Seen[1].Should().Be("$ apt-get install -y --no-install-recommends python3-aiosmtpd");
        progress.Seen[2].Should().StartWith("setup: 'apt-get install -y --no-install-recommends python3-aiosmtpd' ended with exit code 100.")
            .And.EndWith("setup: stacks of processes come up without a mail server, and rows on e-mail are not measured");
        progress.Seen[3].Should().Be("setup: everything else is there");
    }

    [Fact]
    public async Task Elsewhere_it_installs_nothing_and_names_the_command()
    {
        Program("dnf");
        var runner = new FakeRunner();

        var install = () => Setup(runner, isRoot: true).InstallAsync(new Lines(), CancellationToken.None);

        var fault = (await install.Should().ThrowAsync<LoadLabException>()).Which;
        fault.ExitCode.Should().Be(ExitCode.BadConfiguration);
        fault.Faults.Should().HaveCount(5);
        fault.Hint.Should().Be("setup installs only with apt-get, on Debian and Ubuntu. Run: dnf install -y postgresql-server postgresql-contrib redis util-linux python3-aiosmtpd dejavu-sans-fonts");
        runner.Commands.Should().BeEmpty();
    }

    [Fact]
    public async Task A_command_that_fails_is_told_with_its_output_and_the_hold_is_released()
    {
        Program("apt-get");

        var install = () => Setup(new FakeRunner(exitCode: 100), isRoot: true).InstallAsync(new Lines(), CancellationToken.None);

        (await install.Should().ThrowAsync<LoadLabException>()).Which.Message.Should().StartWith("setup: 'apt-get update' ended with exit code 100.").And.EndWith("no network");
        File.Exists(Path.Combine(_root, "usr/sbin/policy-rc.d")).Should().BeFalse();
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private MachineSetup Setup(ICommandRunner runner, bool isRoot)
    {
        var fonts = Directory.CreateDirectory(Path.Combine(_root, "fonts")).FullName;
        return new MachineSetup(new NativeTools { SearchPath = [Path.Combine(_root, "bin")], PostgresPatterns = [], Python = Path.Combine(_root, "bin/python3"), MailSinkPatterns = [Path.Combine(_root, "packages/aiosmtpd")] }, [fonts], runner, _root, isRoot);
    }

    private void MailSink()
    {
        Program("python3");
        Directory.CreateDirectory(Path.Combine(_root, "packages/aiosmtpd"));
        File.WriteAllText(Path.Combine(_root, "packages/aiosmtpd/__main__.py"), "");
    }

    private void Program(string name)
    {
        Directory.CreateDirectory(Path.Combine(_root, "bin"));
        var path = Path.Combine(_root, "bin", name);
        File.WriteAllText(path, "");
#pragma warning disable CA1416 // LoadLab's native stack and its set-up are not for Windows.
        File.SetUnixFileMode(path, Executable);
#pragma warning restore CA1416
    }

    private sealed class FakeRunner(Action<IReadOnlyList<string>>? onRun = null, int exitCode = 0, string? failsOn = null) : ICommandRunner
    {
        public List<string> Commands { get; } = [];

        public Task<(int ExitCode, string Output)> RunAsync(IReadOnlyList<string> command, CancellationToken cancellationToken)
        {
            Commands.Add(string.Join(' ', command));
            onRun?.Invoke(command);
            var code = failsOn is not null && command.Contains(failsOn) ? 100 : exitCode;
            return Task.FromResult((code, code == 0 ? "" : "no network"));
        }
    }

    private sealed class Lines : IProgress<string>
    {
        public List<string> Seen { get; } = [];

        public void Report(string value) => Seen.Add(value);
    }
}
