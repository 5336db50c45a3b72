namespace LoadLab.IntegrationTests;

/// <summary>Programs as they were built, each in its own output with its own packages: a copy beside these tests would miss those that the tests have from a shared framework.</summary>
internal static class Built
{
    /// <summary>The checkout.</summary>
    public static string Home { get; } = LoadLab.Preparation.Home.Checkout(AppContext.BaseDirectory)!;

    /// <summary>The DLL of a project, in the configuration that these tests were built in.</summary>
    public static string Dll(string folder, string project)
    {
        var output = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        return Path.Combine(Home, folder, project, "bin", output.Parent!.Name, output.Name, project + ".dll");
    }
}
