using System.Collections.Concurrent;
using System.Text.Json;

namespace LoadLab.Core.Store;

/// <summary>
/// Which folder has which run. A run is known by the name in its document, for folders are copied, renamed and exchanged: two folders with one name in
/// them are one run. Thread-safe.
/// </summary>
internal sealed class RunPlaces(string root)
{
    /// <summary>The name stands in the first lines of a document and in the first line of a journal.</summary>
    private const int HeadBytes = 8192;

    private readonly ConcurrentDictionary<string, (long Modified, long Bytes, string RunId)> _known = new(StringComparer.Ordinal);

    /// <summary>One folder for each run, by the run's name. Of several the one that is called like the run, else the first.</summary>
    public IReadOnlyList<RunPlace> Runs() =>
        [.. All().GroupBy(place => place.RunId, StringComparer.Ordinal).Select(Best).OrderBy(place => place.RunId, StringComparer.Ordinal)];

    /// <summary>The other folders of these runs.</summary>
    public IReadOnlyList<RunPlace> Copies() =>
        [.. All().GroupBy(place => place.RunId, StringComparer.Ordinal).SelectMany(places => places.Where(place => place != Best(places))).OrderBy(place => place.Folder, StringComparer.Ordinal)];

    /// <summary>The folder of a run, or the folder that is called so; the name itself when there is neither.</summary>
    public string FolderOf(string name)
    {
        if (RunStore.IsRun(Path.Combine(root, name)) && IdOf(name) == name)
        {
            return name;
        }

        return Directory.Exists(root) && All().Where(place => place.RunId == name).Order(Comparer<RunPlace>.Create((a, b) => string.CompareOrdinal(a.Folder, b.Folder))).FirstOrDefault() is { Folder: { } folder }
            ? folder
            : name;
    }

    /// <summary>The name of the run in a folder. A document that is damaged or was edited gives its folder's name, so that it is told as that run's.</summary>
    public string IdOf(string folder)
    {
        var document = new FileInfo(Path.Combine(root, folder, RunFiles.Document));
        var file = document.Exists ? document : new FileInfo(Path.Combine(root, folder, RunFiles.Journal));
        if (!file.Exists)
        {
            return folder;
        }

        var (modified, bytes) = (file.LastWriteTimeUtc.Ticks, file.Length);
        if (_known.TryGetValue(folder, out var known) && known.Modified == modified && known.Bytes == bytes)
        {
            return known.RunId;
        }

        var runId = Read(file.FullName) is { Length: > 0 } name && (name == folder || IsProven(file.FullName)) ? name : folder;
        _known[folder] = (modified, bytes, runId);
        return runId;
    }

    private static RunPlace Best(IEnumerable<RunPlace> places) =>
        places.OrderBy(place => place.Folder != place.RunId).ThenBy(place => place.Folder, StringComparer.Ordinal).First();

    private IEnumerable<RunPlace> All() => Directory.Exists(root)
        ? Directory.EnumerateDirectories(root).Where(RunStore.IsRun).Select(path => Path.GetFileName(path)).Select(folder => new RunPlace(IdOf(folder), folder))
        : [];

    private static bool IsProven(string file)
    {
        try
        {
            DocumentSeal.Prove(File.ReadAllBytes(file));
            return true;
        }
        catch (Exception fault) when (fault is SealBrokenException || Files.DiskFault.Is(fault))
        {
            return false;
        }
    }

    private static string? Read(string file)
    {
        try
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            var head = new byte[(int)Math.Min(HeadBytes, stream.Length)];
            var json = new Utf8JsonReader(head.AsSpan(0, stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)), isFinalBlock: false, default);
            while (json.Read())
            {
                if (json.TokenType == JsonTokenType.PropertyName && json.CurrentDepth <= 2 && json.ValueTextEquals("runId"u8))
                {
                    return json.Read() && json.TokenType == JsonTokenType.String ? json.GetString() : null;
                }
            }

            return null;
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException || Files.DiskFault.Is(fault))
        {
            return null;
        }
    }
}

/// <summary>A run and its folder.</summary>
/// <param name="RunId">The run, as its document calls it.</param>
/// <param name="Folder">Name of the folder.</param>
internal readonly record struct RunPlace(string RunId, string Folder);
