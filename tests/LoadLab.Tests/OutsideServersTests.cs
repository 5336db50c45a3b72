using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace LoadLab.Tests;

/// <summary>The table of what can be wrong with servers names a test for each row, and each of them exists.</summary>
public sealed partial class OutsideServersTests
{
    [Fact]
    public void Each_row_names_a_test_that_exists()
    {
        var folder = Folder();
        var rows = File.ReadLines(Path.Combine(folder, "OutsideServers.md")).Where(line => line.StartsWith("| ", StringComparison.Ordinal) && !line.StartsWith("| ---", StringComparison.Ordinal)).Skip(1).ToList();
        var sources = Directory.EnumerateFiles(Path.GetDirectoryName(folder)!, "*Tests.cs", SearchOption.AllDirectories).Where(path => !path.Contains("/obj/", StringComparison.Ordinal)).Select(File.ReadAllText).ToList();

        rows.Should().HaveCountGreaterThan(25);
        foreach (var row in rows)
        {
            var cells = row.Trim('|').Split(" | ");
            cells.Should().HaveCount(4, row).And.OnlyContain(cell => cell.Trim().Length > 0, row);
            var test = Test().Match(cells[3]);
            sources.Should().Contain(source => source.Contains($"class {test.Groups["type"].Value}", StringComparison.Ordinal) && source.Contains($" {test.Groups["method"].Value}(", StringComparison.Ordinal), row);
        }
    }

    private static string Folder([CallerFilePath] string thisFile = "") => Path.GetDirectoryName(thisFile)!;

    [GeneratedRegex("`(?<type>\\w+)\\.(?<method>\\w+)`")]
    private static partial Regex Test();
}
