using System.Diagnostics;
using LoadLab.Core.Runs;
using LoadLab.Core.Text;

namespace LoadLab.Tests.Core.Text;

public sealed class ShellTextTests
{
    private static readonly string[] Awkward = ["run", "/a b/it's.yaml", "", "${X}", "$(id)", "`id`", "a\nb", "\"q\"", "\\", "*", "~", "#c", "{a,b}", "!x", "-H", "ö🙂", "a=b;c&d|e<f>"];

    [Fact]
    public void A_shell_reads_back_what_was_written()
    {
        var invocation = new RunInvocation { Program = "printf", Arguments = ["%s\\0", .. Awkward], Before = ["a comment with 'quotes and $(id)"] };

        using var shell = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", invocation.ToShell()]) { RedirectStandardOutput = true })!;
        var output = shell.StandardOutput.ReadToEnd();
        shell.WaitForExit();

        output.Split('\0')[..^1].Should().Equal(Awkward);
    }

    [Fact]
    public void A_merged_run_says_how_its_load_was_split()
    {
        var shard = new RunInvocation { Arguments = ["run", "s", "--seed", "1", "--shard", "0/2", "--start-at", "T", "--set", "a=b"] };

        shard.Merged(2).ToShell().Should().Be(
            "# The load came from 2 shards. To split it again add --shard 0/2 to --shard 1/2, one on each machine; then: loadlab runs merge\n./loadlab run s --seed 1 --set a=b");
        ShellText.Line(["a", "b c"]).Should().Be("a 'b c'");
    }
}
