using LoadLab.Core.Catalogue;

namespace LoadLab.Core.Lint;

/// <summary>One family of diagnostics. Reads the catalogue only: what it says follows from the values that stand there.</summary>
internal abstract class LintRule
{
    /// <summary>Its name in each diagnostic.</summary>
    public abstract string Name { get; }

    public abstract IEnumerable<Diagnostic> Check(SloCatalogue catalogue);

    protected Diagnostic Error(CatalogueEntry entry, string key, string message) =>
        new(Name, DiagnosticSeverity.Error, entry.Place.Of(key), entry.Id, entry.Source, message);

    protected Diagnostic Warning(CatalogueEntry entry, string key, string message) =>
        new(Name, DiagnosticSeverity.Warning, entry.Place.Of(key), entry.Id, entry.Source, message);

    protected Diagnostic Note(CatalogueEntry entry, string key, string message) =>
        new(Name, DiagnosticSeverity.Note, entry.Place.Of(key), entry.Id, entry.Source, message);
}
