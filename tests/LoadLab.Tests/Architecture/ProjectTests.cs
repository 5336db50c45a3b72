using System.Xml.Linq;

namespace LoadLab.Tests.Architecture;

/// <summary>Who may see whom. Read from the project files, so that a reference that the code does not use yet fails too.</summary>
public sealed class ProjectTests
{
    private static readonly string Home = LoadLab.Preparation.Home.Checkout(AppContext.BaseDirectory)!;

    [Theory]
    [InlineData("src/LoadLab.Sdk", "")]
    [InlineData("src/LoadLab.Sdk.Feeds", "LoadLab.Sdk")]
    [InlineData("src/LoadLab.Sdk.Grpc", "LoadLab.Sdk")]
    [InlineData("src/LoadLab.Sdk.Redis", "LoadLab.Sdk")]
    [InlineData("src/LoadLab.Sdk.Sql", "LoadLab.Sdk")]
    [InlineData("src/LoadLab.Sdk.WebSockets", "LoadLab.Sdk")]
    [InlineData("src/LoadLab.Core", "LoadLab.Sdk")]
    [InlineData("src/LoadLab.Engine", "LoadLab.Core")]
    [InlineData("src/LoadLab.Stacks", "LoadLab.Core")]
    [InlineData("src/LoadLab.Reporting", "LoadLab.Core")]
    [InlineData("src/LoadLab.ReferenceLms", "")]
    [InlineData("src/LoadLab.K6", "LoadLab.Core")]
    [InlineData("src/LoadLab.Monitoring", "LoadLab.Core")]
    [InlineData("src/LoadLab.Publishing", "LoadLab.Core")]
    [InlineData("src/LoadLab.Scaffolding", "LoadLab.Core")]
    [InlineData("src/LoadLab.Templates", "")]
    [InlineData("src/LoadLab.Preparation", "LoadLab.Core LoadLab.Engine LoadLab.K6 LoadLab.Stacks")]
    [InlineData("src/LoadLab.Testing", "LoadLab.Preparation LoadLab.Reporting LoadLab.Sdk")]
    [InlineData("src/LoadLab.Cli", "LoadLab.Core LoadLab.Engine LoadLab.K6 LoadLab.Monitoring LoadLab.Preparation LoadLab.Publishing LoadLab.Reporting LoadLab.Scaffolding LoadLab.Stacks")]
    [InlineData("scenarios/Lms.Scenarios", "LoadLab.Sdk")]
    public void Project_sees_only_what_the_architecture_allows(string project, string allowed)
    {
        var seen = Values(project, "ProjectReference").Select(path => Path.GetFileNameWithoutExtension(path.Replace('\\', '/'))).Order(StringComparer.Ordinal);

        string.Join(' ', seen).Should().Be(allowed);
    }

    [Fact]
    public void Every_project_of_src_is_held_to_it()
    {
        var covered = typeof(ProjectTests).GetMethod(nameof(Project_sees_only_what_the_architecture_allows))!
            .GetCustomAttributesData().Where(data => data.AttributeType == typeof(InlineDataAttribute))
            .Select(data => (string)((IReadOnlyCollection<System.Reflection.CustomAttributeTypedArgument>)data.ConstructorArguments[0].Value!).First().Value!);

        Directory.GetDirectories(Path.Combine(Home, "src")).Select(path => "src/" + Path.GetFileName(path)).Should().BeSubsetOf(covered);
    }

    [Fact]
    public void Sdk_has_no_packages_that_a_scenario_would_inherit()
    {
        var packages = XDocument.Load(ProjectFile("src/LoadLab.Sdk")).Descendants("PackageReference").Where(package => (string?)package.Attribute("PrivateAssets") != "all");

        packages.Should().BeEmpty();
    }

    /// <summary>Its package has these assemblies inside, and they need theirs.</summary>
    [Fact]
    public void Testing_brings_the_packages_of_the_assemblies_that_are_inside_it()
    {
        var inside = new[] { "Core", "Engine", "K6", "Preparation", "Reporting", "Stacks" }.SelectMany(name => Packages("src/LoadLab." + name)).Distinct();

        Packages("src/LoadLab.Testing").Should().BeEquivalentTo(inside);
    }

    [Fact]
    public void The_tests_of_new_projects_have_the_versions_that_ours_have()
    {
        var ours = XDocument.Load(Path.Combine(Home, "Directory.Packages.props")).Descendants("PackageVersion").ToDictionary(package => (string)package.Attribute("Include")!, package => (string)package.Attribute("Version")!);
        var theirs = XDocument.Load(Path.Combine(Home, "infra", "templates", "loadlab", "tests", "NewProject1.LoadTests", "NewProject1.LoadTests.csproj")).Descendants("PackageReference")
            .Where(package => (string)package.Attribute("Include")! != "LoadLab.Testing").ToDictionary(package => (string)package.Attribute("Include")!, package => (string)package.Attribute("Version")!);

        theirs.Should().HaveCount(3).And.BeSubsetOf(ours);
    }

    private static IEnumerable<string> Packages(string project) => XDocument.Load(ProjectFile(project)).Descendants("PackageReference")
        .Where(package => (string?)package.Attribute("PrivateAssets") != "all").Select(package => (string)package.Attribute("Include")!);

    private static IEnumerable<string> Values(string project, string item) =>
        XDocument.Load(ProjectFile(project)).Descendants(item).Select(reference => (string)reference.Attribute("Include")!);

    private static string ProjectFile(string project) => Path.Combine(Home, project, Path.GetFileName(project) + ".csproj");
}
