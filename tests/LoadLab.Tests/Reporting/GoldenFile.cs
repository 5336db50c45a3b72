using System.Runtime.CompilerServices;

namespace LoadLab.Tests.Reporting;

/// <summary>
/// Compares text with an approved file in <c>Reporting/Golden</c>, or that of another folder. Set LOADLAB_UPDATE_GOLDEN=1 to approve what is rendered now, then
/// read the difference in version control.
/// </summary>
internal static class GoldenFile
{
    private const string UpdateVariable = "LOADLAB_UPDATE_GOLDEN";

    public static void Check(string name, string actual, string folder = "Reporting", [CallerFilePath] string thisFile = "")
    {
        var root = new DirectoryInfo(Path.GetDirectoryName(thisFile)!);
        while (root.Name != "LoadLab.Tests")
        {
            root = root.Parent!;
        }

        var path = Path.Combine(root.FullName, folder, "Golden", name);
        if (Environment.GetEnvironmentVariable(UpdateVariable) == "1")
        {
            File.WriteAllText(path, actual);
            return;
        }

        File.Exists(path).Should().BeTrue($"'{name}' has to be approved first: run the tests with {UpdateVariable}=1 and commit it");
        var expected = File.ReadAllText(path).ReplaceLineEndings("\n");
        actual.ReplaceLineEndings("\n").Should().Be(expected, $"it was approved so; if the change is meant, run with {UpdateVariable}=1");
    }
}
