namespace LoadLab.Preparation;

/// <summary>Where runs are kept.</summary>
/// <param name="Here">For commands that name no suite.</param>
/// <param name="OfSuite">For a suite, given by name or path.</param>
internal sealed record RunFolders(string Here, Func<string, string> OfSuite)
{
    /// <summary>What <c>--out</c> says, else the folder of the suite, or <see cref="Here"/> where none is named.</summary>
    public string Choose(string? given, string? suite = null) => given ?? (suite is null ? Here : OfSuite(suite));
}
