using System.Globalization;
using System.Text;
using System.Text.Json;
using LoadLab.Core;
using LoadLab.Core.Files;

namespace LoadLab.Monitoring.Healing;

/// <summary>
/// The audit log: lines of JSON that are only ever added, each brought to the disk before what it tells is done. One healer has it at a time. What earlier ones wrote is
/// read at the start, so that ending the healer lifts no limit. Thread-safe.
/// </summary>
public sealed class HealingLog : IDisposable
{
    private readonly Lock _lock = new();
    private readonly FileStream _file;
    private readonly string _path;

    /// <summary>Opens it, or makes it.</summary>
    /// <exception cref="LoadLabException">It cannot be written, another healer has it, or it holds what no healer writes (104).</exception>
    public HealingLog(string path)
    {
        _path = path;
        try
        {
            // On Unix only 'none' keeps a second healer out; other programs read it all the same.
            _file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception fault) when (DiskFault.Is(fault))
        {
            throw new LoadLabException(ExitCode.BadConfiguration, $"The audit log '{path}' cannot be opened: {DiskFault.Explain(fault)}.", "One healer has it at a time. Give another file with --log FILE.", fault);
        }

        try
        {
            Earlier = Read();
        }
        catch
        {
            _file.Dispose();
            throw;
        }
    }

    /// <summary>The lines that were there at the start.</summary>
    public IReadOnlyList<HealingLogLine> Earlier { get; }

    /// <summary>Adds a line.</summary>
    /// <exception cref="LoadLabException">The disk refuses (1): nothing may be done that is not written down.</exception>
    public void Add(HealingLogLine line)
    {
        var bytes = Encoding.UTF8.GetBytes(JsonSerializer.Serialize(line, HealingLogJson.Default.HealingLogLine) + "\n");
        lock (_lock)
        {
            try
            {
                _file.Write(bytes);
                _file.Flush(flushToDisk: true);
            }
            catch (Exception fault) when (DiskFault.Is(fault))
            {
                throw new LoadLabException(ExitCode.InternalFault, $"The audit log '{_path}' cannot be written: {DiskFault.Explain(fault)}. Nothing is done that is not written down.", inner: fault);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private List<HealingLogLine> Read()
    {
        var lines = new List<HealingLogLine>();
        using var reader = new StreamReader(_file, Encoding.UTF8, detectEncodingFromByteOrderMarks: false, leaveOpen: true);
        var number = 0;
        while (reader.ReadLine() is { } text)
        {
            number++;
            lines.Add(Parse(text) ?? throw new LoadLabException(
                ExitCode.BadConfiguration,
                $"{_path}:{number.ToString(CultureInfo.InvariantCulture)}: is no line that loadlab heal writes, so it is not known how often it has acted.",
                "Look at what was done, move the file away, and start again; limits then count anew."));
        }

        if (_file.Length > 0 && !EndsWithLine())
        {
            // The machine went down within a line that could be read all the same.
            _file.Seek(0, SeekOrigin.End);
            _file.WriteByte((byte)'\n');
        }

        _file.Seek(0, SeekOrigin.End);
        return lines;
    }

    private bool EndsWithLine()
    {
        _file.Seek(-1, SeekOrigin.End);
        return _file.ReadByte() == '\n';
    }

    private static HealingLogLine? Parse(string text)
    {
        try
        {
            return JsonSerializer.Deserialize(text, HealingLogJson.Default.HealingLogLine) is { SchemaVersion: HealingLogLine.Format } line ? line : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
