namespace LoadLab.Preparation;

/// <summary>Where suites, catalogues and scenario assemblies lie: a checkout of LoadLab, or the user's project.</summary>
internal static class Home
{
    /// <summary>Set by the checkout's launcher, and by whoever works from elsewhere.</summary>
    public const string Variable = "LOADLAB_HOME";

    /// <summary>The file that marks the root of a project.</summary>
    public const string ProjectFile = "loadlab.yaml";

    /// <summary>The folder that marks one without that file.</summary>
    public const string ScenariosFolder = "scenarios";

    private const string CheckoutMark = "LoadLab.sln";

    /// <summary>
    /// The directory that holds <c>scenarios</c>: what is given; else the checkout that this program was built in; else the nearest folder
    /// upwards of the working directory with a <c>loadlab.yaml</c>; else the nearest with a folder <c>scenarios</c>; else the working directory.
    /// </summary>
    /// <param name="given">The value of <see cref="Variable"/>.</param>
    /// <param name="program">The folder of this program.</param>
    /// <param name="here">The working directory.</param>
    public static string Find(string? given, string program, string here) => !string.IsNullOrEmpty(given)
        ? Path.GetFullPath(given)
        : Checkout(program) ?? Project(here) ?? here;

    /// <summary>The checkout that a program was built in; null when it was installed.</summary>
    public static string? Checkout(string program) => Above(program, folder => File.Exists(Path.Combine(folder, CheckoutMark)));

    private static string? Project(string here) =>
        Above(here, folder => File.Exists(Path.Combine(folder, ProjectFile)))
        ?? Above(here, folder => Directory.Exists(Path.Combine(folder, ScenariosFolder)));

    private static string? Above(string start, Func<string, bool> isIt)
    {
        for (var at = new DirectoryInfo(start); at is not null; at = at.Parent)
        {
            if (isIt(at.FullName))
            {
                return at.FullName;
            }
        }

        return null;
    }
}
