using System.Text.Json;
using LoadLab.Cli;
using LoadLab.Cli.Commands;
using LoadLab.Cli.Parts;
using LoadLab.Core.Text;
using LoadLab.Engine.SelfTest;

namespace LoadLab.IntegrationTests.Cli;

[Collection(Measuring.Name)]
public sealed class SelfTestCommandTests
{
    /// <summary>Its figures are hundreds of milliseconds, so that a busy machine does not move them by a hundredth.</summary>
    private const string Robust = "target frozen for 2.0 s, open";

    [Fact]
    public async Task With_a_true_clock_a_known_answer_comes_out()
    {
        var (code, document) = await RunAsync(TimeProvider.System);

        code.Should().Be(0, document.GetRawText());
        document.GetProperty("passed").GetBoolean().Should().BeTrue();
        document.GetProperty("rows").GetArrayLength().Should().Be(6);
    }

    [Fact]
    public async Task A_clock_that_runs_3_percent_fast_is_found_out()
    {
        var (code, document) = await RunAsync(new FastClock());

        code.Should().Be(1);
        document.GetProperty("passed").GetBoolean().Should().BeFalse();
        var longest = document.GetProperty("rows").EnumerateArray().Single(row => row.GetProperty("figure").GetString() == "max");
        longest.GetProperty("ok").GetBoolean().Should().BeFalse();
        longest.GetProperty("errorRatio").GetDouble().Should().BeGreaterThan(0.02);
    }

    [Fact]
    public async Task A_case_that_there_is_not_is_refused_with_those_that_there_are()
    {
        using var output = new StringWriter();
        using var error = new StringWriter();

        var console = new CliConsole(output, error, Variables.None);
        var code = await CommandLine.RunAsync(["selftest", "--only", "nothing"], console, new Composition(Built.Home).Commands(console));

        code.Should().Be(104);
        error.ToString().Should().Contain("--only 'nothing': no case has that in its name.").And.Contain(Robust);
    }

    [Fact]
    public void Each_kind_of_case_is_there_in_both_models()
    {
        foreach (var model in new[] { ", open", ", closed" })
        {
            var cases = SelfTestRunner.Cases.Where(title => title.EndsWith(model, StringComparison.Ordinal)).ToList();
            foreach (var kind in new[] { "constant delay", "uniform delay", "exponential delay", "fails", "frozen for 0.5", "frozen for 1.0", "frozen for 2.0", "thread pool", "SIGSTOP" })
            {
                cases.Should().Contain(title => title.Contains(kind, StringComparison.Ordinal));
            }
        }
    }

    private static async Task<(int Code, JsonElement Document)> RunAsync(TimeProvider clock)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var console = new CliConsole(output, error, Variables.None);
        var command = SelfTestCommand.Create(console, (onCase, only, cancellationToken) => SelfTestRunner.RunAsync(clock, onCase, only, cancellationToken));
        var code = await CommandLine.RunAsync(["selftest", "--json", "--only", Robust], console, [command]);
        using var document = JsonDocument.Parse(output.ToString());
        return (code, document.RootElement.Clone());
    }

    private sealed class FastClock : TimeProvider
    {
        public override long GetTimestamp() => base.GetTimestamp() / 100 * 103;
    }
}
