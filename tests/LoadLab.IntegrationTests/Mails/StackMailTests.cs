using LoadLab.Core.Measurement;
using LoadLab.IntegrationTests.Stacks;
using LoadLab.Stacks.Machine;
using LoadLab.Stacks.Processes;

namespace LoadLab.IntegrationTests.Mails;

/// <summary>The mail server of a native stack.</summary>
public sealed class StackMailTests
{
    [SmtpFact]
    public async Task Is_a_part_that_can_be_broken_and_mended_and_goes_down_with_the_stack()
    {
        var stack = await TestStack.StartAsync();
        await using (stack)
        {
            stack.Fingerprint["smtp.server"].Should().StartWith("Python SMTP ");
            stack.Probes.Should().BeEmpty();
            var port = PortOf(stack);
            var before = stack.Processes["smtp"];

            await stack.Control!.PauseAsync("smtp", CancellationToken.None);
            ProcessTable.Find(before)!.Value.State.Should().Be('T');
            await stack.Control.ResumeAsync("smtp", CancellationToken.None);
            (await SmtpServer.GreetsAsync(port, CancellationToken.None)).Should().BeTrue();
            await stack.Control.StopAsync("smtp", CancellationToken.None);
            (await SmtpServer.GreetsAsync(port, CancellationToken.None)).Should().BeFalse();
            stack.FindDead().Should().BeEmpty("it was asked to");
            await stack.Control.StartAsync("smtp", CancellationToken.None);

            (await TestStack.Eventually(() => SmtpServer.GreetsAsync(port, CancellationToken.None).GetAwaiter().GetResult())).Should().BeTrue();
            stack.Processes["smtp"].Should().NotBe(before);
            ProcessTable.WorkingUnder(stack.DirectoryPath).Should().Contain(stack.Processes["smtp"], "the sweep and the watchdog find it by where it works");
        }

        TestStack.IsGone(stack).Should().BeTrue();
    }

    [Fact]
    public async Task A_machine_without_it_has_a_stack_without_mail_that_says_so()
    {
        var tools = NativeTools.OfThisMachine() with { MailSinkPatterns = [] };
        var lines = new Lines();

        await using var stack = (ProcessStack)await TestStack.Provider(tools: tools).StartAsync(TestStack.Plan, seed: 7, lines, CancellationToken.None);

        stack.Processes.Keys.Should().Equal("api", "postgres", "redis");
        stack.Fingerprint["smtp.server"].Should().Be("none");
        lines.Seen.Should().ContainSingle(line => line.StartsWith("note: aiosmtpd, a mail sink for the system's Python, is missing: ", StringComparison.Ordinal));
        var finding = (await stack.Probes.Should().ContainSingle().Subject.SummarizeAsync(CancellationToken.None)).Findings.Should().ContainSingle().Subject;
        finding.Should().Match<Finding>(found => found.Check == MeasureNames.EmailDeliveryTime && found.Severity == FindingSeverity.Info && found.Advice == "Run: loadlab setup");
    }

    private static int PortOf(ProcessStack stack) => int.Parse(
        File.ReadAllText($"/proc/{stack.Processes["smtp"]}/cmdline").Split('\0').Single(argument => argument.StartsWith("127.0.0.1:", StringComparison.Ordinal)).Split(':')[1],
        System.Globalization.CultureInfo.InvariantCulture);

    private sealed class Lines : IProgress<string>
    {
        public List<string> Seen { get; } = [];

        public void Report(string value) => Seen.Add(value);
    }
}
