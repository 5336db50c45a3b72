using LoadLab.Cli.Parts;
using LoadLab.Core.Catalogue;

namespace LoadLab.Tests.Cli;

/// <summary>The catalogue of a test, whatever its name, and a suite that maps the given metrics.</summary>
internal sealed class FakeCatalogues(Func<string?, SloCatalogue> load, IReadOnlyDictionary<string, string>? metrics = null) : ICatalogues
{
    public SloCatalogue Load(string? nameOrPath) => load(nameOrPath);

    public ReadSuite Suite(string nameOrPath) => new(metrics ?? new Dictionary<string, string>(), () => load(nameOrPath));
}
