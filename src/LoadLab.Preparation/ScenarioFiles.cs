using LoadLab.Core;
using LoadLab.Core.Catalogue;
using LoadLab.Core.Suites;
using LoadLab.Core.Text;

namespace LoadLab.Preparation;

/// <summary>The suites and catalogues of a checkout or a project, and those that are given by path.</summary>
/// <param name="home">The directory that holds <c>scenarios</c>.</param>
/// <param name="variables">The variables that they may name.</param>
/// <param name="beside">A folder in which the assembly of a name is looked for first: that of a test, which was built with it; null for none.</param>
internal sealed class ScenarioFiles(string home, Variables variables, string? beside = null) : ICatalogues
{
    private const string DefaultCatalogue = "lms";

    /// <summary>A suite as it is written.</summary>
    /// <exception cref="LoadLabException">There is none, or it is no YAML (104).</exception>
    public SuiteFile ReadSuite(string nameOrPath) => new SuiteCatalog(Folder("suites")).Load(nameOrPath);

    public ReadSuite Suite(string nameOrPath)
    {
        var suite = ReadSuite(nameOrPath);
        return new ReadSuite(suite.Metrics, () => Load(suite.Catalogue));
    }

    public SloCatalogue Load(string? nameOrPath) => SloCatalogue.Load(SloCatalogue.PathOf(Folder("catalogue"), nameOrPath ?? Default()), variables);

    /// <summary>The catalogue of a suite. When the suite has faults, those of the catalogue are reported with them.</summary>
    public SloCatalogue Load(SuiteFile suite)
    {
        try
        {
            return Load(ReferenceOf(suite, suite.Catalogue));
        }
        catch (LoadLabException fault) when (!suite.IsRight && suite.Written("catalogue") is { } name && !VariableText.Has(name))
        {
            try
            {
                Load(ReferenceOf(suite, name));
            }
            catch (LoadLabException second)
            {
                throw new LoadLabException(fault.ExitCode, [.. fault.Faults, .. second.Faults], fault.Hint);
            }

            throw;
        }
    }

    /// <summary>A path starts from the suite's folder; a name is one of <c>scenarios/catalogue</c>.</summary>
    public static string ReferenceOf(SuiteFile suite, string nameOrPath) => SuiteCatalog.IsPath(nameOrPath) ? Path.GetFullPath(nameOrPath, suite.Folder) : nameOrPath;

    /// <summary>The assembly of a project of the checkout.</summary>
    public static string BuildOutput(string home, string folder, string project) => Path.Combine(home, folder, project, "bin", "Release", "net10.0", project + ".dll");

    /// <summary>
    /// The assembly of scenarios: a path starts from the suite's folder; a name stands for the one that was built with the caller, else for the build
    /// of <c>scenarios/NAME</c>.
    /// </summary>
    public string FindAssembly(string nameOrPath, string suiteFolder) =>
        nameOrPath.EndsWith(".dll", StringComparison.OrdinalIgnoreCase) ? Path.GetFullPath(nameOrPath, suiteFolder)
        : beside is not null && Path.Combine(beside, nameOrPath + ".dll") is var built && File.Exists(built) ? built
        : BuildOutput(home, Home.ScenariosFolder, nameOrPath);

    /// <summary>The only one that there is; else that of the reference LMS.</summary>
    private string Default() => SloCatalogue.NamesIn(Folder("catalogue")) is [var only] ? only : DefaultCatalogue;

    private string Folder(string name) => Path.Combine(home, Home.ScenariosFolder, name);
}
