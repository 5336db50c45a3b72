using LoadLab.Core;
using LoadLab.Core.Text;

namespace LoadLab.Tests.Core.Text;

public sealed class EnvFileTests
{
    [Fact]
    public void Lines_are_read_as_dotenv_reads_them()
    {
        const string text = "\uFEFF# comment\r\n\r\nA=1\nexport B = two words  # comment\nC='lite$ral # \\n'\nD=\"a\\nb \\\"c\\\" \\$x\" # comment\nE=\nF=a=b;c=d,e#f\nG=\"two\nlines\"\nH=${A}";

        var parsed = EnvFile.Parse(text, ".env");

        parsed.Should().BeEquivalentTo(new Dictionary<string, string>
        {
            ["A"] = "1",
            ["B"] = "two words",
            ["C"] = "lite$ral # \\n",
            ["D"] = "a\nb \"c\" $x",
            ["E"] = "",
            ["F"] = "a=b;c=d,e#f",
            ["G"] = "two\nlines",
            ["H"] = "${A}",
        });
    }

    [Fact]
    public void All_faults_are_told_at_once_with_their_lines_and_without_a_value()
    {
        const string text = "A=1\nLOST\n1B=hidden\nG=\"two\nlines\"\nA=hidden\nQ='hidden' hidden\nsecret text hidden\nD=\"hidden";

        var fault = ((Action)(() => EnvFile.Parse(text, ".env"))).Should().Throw<LoadLabException>().Which;

        fault.ExitCode.Should().Be(ExitCode.BadConfiguration);
        fault.Faults.Should().Equal(
            ".env:2: there is no '='.",
            ".env:3: what stands before '=' is no name: letters, digits and '_', and no digit first.",
            ".env:6: A stands here a second time; the first is on line 1. Keep one.",
            ".env:7: there is more after the closing ' of Q. Write \\\" for a quote inside of \"…\".",
            ".env:8: there is no '='.",
            ".env:9: the value of D begins with \", which nothing closes.");
        fault.ToString().Should().NotContain("hidden");
    }

    [Fact]
    public void A_file_that_is_not_there_says_so_and_the_environment_goes_first()
    {
        var folder = Directory.CreateTempSubdirectory("loadlab-env-");
        var file = Path.Combine(folder.FullName, ".env");
        File.WriteAllText(file, "A=file\nB=file\n");
        var variables = new Variables(name => name == "A" ? "environment" : null);

        variables.AddFile(file);

        (variables.Find("A"), variables.Find("B"), variables.Find("C")).Should().Be(("environment", "file", null));
        ((Action)(() => variables.AddFile(file + "x"))).Should().Throw<LoadLabException>().Which.Message.Should().StartWith($"--env-file '{file}x' cannot be read: ");
        var faults = new List<string>();
        variables.AddFile(Write(folder, "C_TOKEN=x"));
        variables.Expand("${C_TOKNE}", "suite.yaml:1:2: a.b", faults);
        faults.Single().Should().StartWith("suite.yaml:1:2: a.b: the variable C_TOKNE is not set. Did you mean 'C_TOKEN'?");
        folder.Delete(recursive: true);
    }

    [Fact]
    public void A_file_that_is_not_there_is_told_with_the_nearest_name_and_where_its_path_starts()
    {
        var folder = Directory.CreateTempSubdirectory("loadlab-env-");
        var file = Path.Combine(folder.FullName, ".env");
        File.WriteAllText(file, "A=1");

        var mistyped = ((Action)(() => EnvFile.Load(Path.Combine(folder.FullName, ".evn")))).Should().Throw<LoadLabException>().Which;
        var elsewhere = ((Action)(() => EnvFile.Load(Path.Combine(folder.FullName, "no", ".env")))).Should().Throw<LoadLabException>().Which;
        folder.Delete(recursive: true);

        mistyped.Message.Should().EndWith($" Did you mean '{file}'?");
        elsewhere.Message.Should().NotContain("Did you mean");
        foreach (var fault in new[] { mistyped, elsewhere })
        {
            fault.Hint.Should().Be("Correct the path, or make the file. A path on the command line starts from the working directory.");
        }
    }

    private static string Write(DirectoryInfo folder, string text)
    {
        var path = Path.Combine(folder.FullName, "more.env");
        File.WriteAllText(path, text);
        return path;
    }
}
