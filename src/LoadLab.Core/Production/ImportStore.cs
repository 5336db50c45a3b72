using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using LoadLab.Core.Catalogue;
using LoadLab.Core.Files;
using LoadLab.Core.Store;

namespace LoadLab.Core.Production;

/// <summary>What was imported from production, beside the runs: <c>imports/CATALOGUE/PERIOD.json</c>.</summary>
/// <param name="results">Directory of the runs; need not exist yet.</param>
public sealed class ImportStore(string results)
{
    private string Root { get; } = Path.Combine(Path.GetFullPath(results), "imports");

    /// <summary>Path of an import.</summary>
    public string PathOf(string catalogue, AttainmentPeriod period)
    {
        ArgumentNullException.ThrowIfNull(period);
        return Path.Combine(FolderOf(catalogue), period.Name + ".json");
    }

    /// <summary>Keeps an import in place of the one of the same period. A reader sees the old one or the new one, whole.</summary>
    /// <returns>Its path.</returns>
    /// <exception cref="LoadLabException">The disk refuses, or a later LoadLab wrote what is there (104).</exception>
    public string Save(ProductionImport import, SloCatalogue catalogue)
    {
        ArgumentNullException.ThrowIfNull(import);
        var path = PathOf(import.Catalogue, import.Grid.Period);
        RunArchive.Guard(
            () =>
            {
                RefuseLater(path);
                Directory.CreateDirectory(FolderOf(import.Catalogue));
                WholeFile.Write(path, WholeFile.Create, RunArchive.Written(ImportDocuments.ToJson(ImportDocuments.Of(import, catalogue))));
            },
            $"The import of {import.Grid.Period.Name} cannot be written to '{path}'");
        return path;
    }

    /// <summary>The JSON schema of an import.</summary>
    public static JsonNode Schema => DocumentSchema.Of(ReadableImportJson.Context.ImportDocument);

    /// <summary>An import as it is kept.</summary>
    public static string ToJson(ProductionImport import, SloCatalogue catalogue) => Encoding.UTF8.GetString(ImportDocuments.ToJson(ImportDocuments.Of(import, catalogue)));

    /// <summary>The import of a period; null when there is none.</summary>
    /// <exception cref="LoadLabException">It cannot be read (104); says which file and why.</exception>
    public ProductionImport? Find(string catalogue, AttainmentPeriod period)
    {
        var path = PathOf(catalogue, period);
        return File.Exists(path) ? Read(path) : null;
    }

    /// <summary>All imports of a catalogue, in the order of their periods.</summary>
    /// <exception cref="LoadLabException">One cannot be read (104).</exception>
    public IReadOnlyList<ProductionImport> List(string catalogue) => Directory.Exists(FolderOf(catalogue))
        ? [.. Directory.EnumerateFiles(FolderOf(catalogue), "*.json").Select(Read).OrderBy(import => import.Grid.Period.From).ThenBy(import => import.Grid.Period.To)]
        : [];

    /// <summary>What an older LoadLab cannot read, it does not write over. A file that nobody can read may be replaced.</summary>
    private static void RefuseLater(string path)
    {
        try
        {
            if (File.Exists(path) && ImportDocuments.VersionOf(File.ReadAllBytes(path)) is { } version && version > ImportDocuments.CurrentSchemaVersion)
            {
                throw new LoadLabException(
                    ExitCode.BadConfiguration,
                    $"'{path}' is of schemaVersion {version}; this LoadLab writes {ImportDocuments.CurrentSchemaVersion} and does not replace it.",
                    "Use the LoadLab that wrote it, or move the file away.");
            }
        }
        catch (JsonException)
        {
            // Not even JSON: there is nothing to lose.
        }
    }

    private static ProductionImport Read(string path)
    {
        try
        {
            var import = ImportDocuments.Parse(File.ReadAllBytes(path));
            return Path.GetFileNameWithoutExtension(path) == import.Grid.Period.Name
                ? import
                : throw new FormatException($"it is of period {import.Grid.Period.Name}");
        }
        catch (Exception fault) when (fault is JsonException or FormatException or LoadLabException || DiskFault.Is(fault))
        {
            throw new LoadLabException(
                ExitCode.BadConfiguration, $"Import '{path}' cannot be read: {fault.Message}", "Import the period again, with the LoadLab that is to read it, or move the file away.", fault);
        }
    }

    private string FolderOf(string catalogue) => Path.Combine(Root, RunId.FolderName(catalogue));
}
