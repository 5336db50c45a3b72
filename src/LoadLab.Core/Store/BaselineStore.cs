using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using LoadLab.Core.Files;

namespace LoadLab.Core.Store;

/// <summary>The baselines of a directory of runs: <c>baselines/SUITE.json</c>.</summary>
public sealed class BaselineStore(RunStore store)
{
    private string Root => Path.Combine(store.Root, "baselines");

    /// <summary>Path of a suite's baseline.</summary>
    public string PathOf(string suite) => Path.Combine(Root, RunId.FolderName(suite) + ".json");

    /// <summary>All baselines, by suite.</summary>
    /// <exception cref="LoadLabException">One cannot be read (104); says which file and why.</exception>
    public IReadOnlyList<Baseline> List() => [.. Files().Select(file => file.Baseline)];

    /// <summary>The same with the file of each: two files may be of one suite.</summary>
    /// <exception cref="LoadLabException">One cannot be read (104); says which file and why.</exception>
    public IReadOnlyList<(string Path, Baseline Baseline)> Files() => Directory.Exists(Root)
        ? [.. Directory.EnumerateFiles(Root, "*.json").Order(StringComparer.Ordinal).Select(path => (path, Read(path)))]
        : [];

    /// <summary>Keeps a baseline, in place of the one that its suite had.</summary>
    /// <exception cref="LoadLabException">The disk refuses (104).</exception>
    public void Set(Baseline baseline)
    {
        ArgumentNullException.ThrowIfNull(baseline);
        RunArchive.Guard(
            () =>
            {
                Directory.CreateDirectory(Root);
                WholeFile.Write(PathOf(baseline.Suite), WholeFile.Create, RunArchive.Written(Encoding.UTF8.GetBytes(ToJson(baseline) + "\n")));
            },
            $"The baseline of suite '{baseline.Suite}' cannot be written to '{Root}'");
    }

    /// <summary>The JSON schema of a baseline.</summary>
    public static JsonNode Schema => DocumentSchema.Of(ReadableBaselineJson.Context.Baseline);

    /// <summary>The document of a baseline.</summary>
    public static string ToJson(Baseline baseline)
    {
        ArgumentNullException.ThrowIfNull(baseline);
        return Encoding.UTF8.GetString(DocumentSeal.Close(JsonSerializer.SerializeToUtf8Bytes(baseline with { Seal = null }, ReadableBaselineJson.Context.Baseline)));
    }

    private static Baseline Read(string path)
    {
        try
        {
            var bytes = File.ReadAllBytes(path);
            var baseline = JsonSerializer.Deserialize(bytes, ReadableBaselineJson.Context.Baseline) ?? throw new JsonException("The document is null.");
            DocumentSeal.Prove(bytes, baseline.Seal);
            return baseline.SchemaVersion is Baseline.OneRun or Baseline.SeveralRuns
                ? baseline
                : throw new FormatException($"schemaVersion is {baseline.SchemaVersion}; this LoadLab reads {Baseline.OneRun} and {Baseline.SeveralRuns}");
        }
        catch (Exception fault) when (fault is JsonException or FormatException || DiskFault.Is(fault))
        {
            throw new LoadLabException(ExitCode.BadConfiguration, $"Baseline '{path}' cannot be read: {fault.Message}", "Set it anew with: loadlab baseline set RUN", fault);
        }
    }
}
