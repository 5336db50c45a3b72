using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using LoadLab.Core.Files;

namespace LoadLab.Core.Store;

/// <summary>
/// What <c>runs list</c> shows of every run, in one file: <c>index.jsonl</c>, a line a run. Only a copy: a line counts while the run's
/// files have the sizes and the times that the line names, and whatever does not is read anew. May be deleted at any time.
/// </summary>
internal sealed class RunIndex
{
    /// <summary>Name of the file.</summary>
    public const string FileName = "index.jsonl";

    internal const int CurrentVersion = 2;

    private readonly string _path;
    private readonly Dictionary<string, RunIndexLine> _lines = new(StringComparer.Ordinal);
    private bool _isStale;

    private RunIndex(string path) => _path = path;

    /// <summary>Reads the index of a store; an empty one when there is none or it cannot be read.</summary>
    public static RunIndex Read(string root)
    {
        var index = new RunIndex(Path.Combine(root, FileName));
        try
        {
            if (File.Exists(index._path))
            {
                foreach (var text in Proven(File.ReadAllText(index._path)))
                {
                    if (JsonSerializer.Deserialize(text, RunIndexJson.Default.RunIndexLine) is { Version: CurrentVersion } line)
                    {
                        index._lines[line.RunId] = line;
                    }
                }
            }
        }
        catch (Exception fault) when (fault is JsonException || DiskFault.Is(fault))
        {
            // A broken copy is made anew from the runs themselves.
            index._lines.Clear();
            index._isStale = true;
        }

        return index;
    }

    /// <summary>The summary of a run: from the index while its document is the same, else as <paramref name="read"/> gives it.</summary>
    /// <param name="runId">The run.</param>
    /// <param name="stamp">Its files as they are; null for a run without a document, which is read each time, since it may still run.</param>
    /// <param name="read">Reads it.</param>
    public RunSummary Find(string runId, RunStamp? stamp, Func<RunSummary> read)
    {
        if (stamp is not { } now)
        {
            return read();
        }

        if (_lines.TryGetValue(runId, out var line) && line.Stamp == now)
        {
            return line.ToSummary();
        }

        var summary = read();
        _lines[runId] = RunIndexLine.Of(summary, now);
        _isStale = true;
        return summary;
    }

    /// <summary>Writes the index when it has changed, without the runs that are gone. A disk that refuses costs time at the next listing and nothing else.</summary>
    public void Save(IReadOnlyCollection<string> runs, Func<string, Stream> create)
    {
        var known = runs.ToHashSet(StringComparer.Ordinal);
        foreach (var gone in _lines.Keys.Where(runId => !known.Contains(runId)).ToList())
        {
            _lines.Remove(gone);
            _isStale = true;
        }

        if (!_isStale)
        {
            return;
        }

        try
        {
            WholeFile.Write(_path, create, stream =>
            {
                using var buffer = new MemoryStream();
                foreach (var line in _lines.Values.OrderBy(line => line.RunId, StringComparer.Ordinal))
                {
                    buffer.Write(JsonSerializer.SerializeToUtf8Bytes(line, RunIndexJson.Default.RunIndexLine));
                    buffer.WriteByte((byte)'\n');
                }

                stream.Write(Encoding.ASCII.GetBytes(Sum(buffer.ToArray()) + "\n"));
                buffer.WriteTo(stream);
            });
        }
        catch (Exception fault) when (DiskFault.Is(fault))
        {
            // Nothing is lost: the next listing reads the runs themselves.
        }
    }

    /// <summary>The lines below the first, which is their checksum: a line that somebody changed must not speak for a run.</summary>
    private static string[] Proven(string text)
    {
        var parts = text.Split('\n', 2);
        return parts.Length == 2 && parts[0] == Sum(Encoding.UTF8.GetBytes(parts[1]))
            ? parts[1].Split('\n', StringSplitOptions.RemoveEmptyEntries)
            : throw new JsonException("The checksum is another one.");
    }

    private static string Sum(byte[] lines) => "#" + Convert.ToHexStringLower(SHA256.HashData(lines));
}

/// <summary>A line of the index.</summary>
internal sealed record RunIndexLine(
    int Version,
    string RunId,
    RunStamp Stamp,
    bool IsSealed,
    string Suite,
    DateTimeOffset? StartedAt,
    string Outcome,
    string? Decision,
    string? Validity,
    Dictionary<string, string>? Labels)
{
    public static RunIndexLine Of(RunSummary run, RunStamp stamp) => new(
        RunIndex.CurrentVersion, run.RunId, stamp, run.IsSealed, run.Suite, run.StartedAt, run.Outcome, run.Decision, run.Validity, run.Labels.Count == 0 ? null : new(run.Labels, StringComparer.Ordinal));

    public RunSummary ToSummary() => new(RunId, Suite, StartedAt, Outcome, Decision, Validity) { Labels = Labels ?? [], IsSealed = IsSealed };
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(RunIndexLine))]
internal sealed partial class RunIndexJson : JsonSerializerContext;
