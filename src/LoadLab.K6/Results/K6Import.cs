using System.Text.Json;
using LoadLab.Core;
using LoadLab.Core.Runs;

namespace LoadLab.K6.Results;

/// <summary>Makes a run out of what k6 wrote: NDJSON, CSV, or one of its three summaries, plain or compressed. The content says which.</summary>
public static class K6Import
{
    private const string Hint = "k6 writes what can be imported with --out json=FILE, --out csv=FILE, --summary-export=FILE, --new-machine-readable-summary, or handleSummary() with JSON.stringify(data).";

    /// <summary>Reads to the end of the stream, which is closed.</summary>
    /// <exception cref="LoadLabException">It holds nothing of k6's, nothing at all, or two runs (104).</exception>
    /// <exception cref="OperationCanceledException"><paramref name="stop"/> was set.</exception>
    public static RunRecord Read(Stream stream, K6ImportArguments arguments, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(arguments);
        using var file = new Decompression(stream, arguments.OnRead);
        using var lines = new LineSource(file.Content, stop);
        if (lines.Peek(3) is [0xef, 0xbb, 0xbf])
        {
            lines.Skip(3);
        }

        var start = lines.Peek(ResultFormats.Sample);
        var format = ResultFormats.Of(start);
        return format switch
        {
            ResultFormat.Ndjson or ResultFormat.Csv => ReadPoints(file, lines, format, arguments),
            ResultFormat.Document => ReadSummary(lines, arguments),
            ResultFormat.Empty => throw new LoadLabException(ExitCode.BadConfiguration, $"{Name(arguments)} is empty{(lines.Fault is { } fault ? $": {fault}" : "")}.", Hint),
            _ => throw new LoadLabException(ExitCode.BadConfiguration, $"{Name(arguments)} holds no k6 results. It begins: {ResultFormats.Shown(start)}", Hint),
        };
    }

    private static RunRecord ReadPoints(Decompression file, LineSource lines, ResultFormat format, K6ImportArguments arguments)
    {
        var collector = new ResultCollector();
        if (format == ResultFormat.Csv)
        {
            new CsvReader(lines, collector).Read();
        }
        else
        {
            new NdjsonReader(lines, collector).Read();
        }

        if (collector.Points == 0)
        {
            throw new LoadLabException(ExitCode.BadConfiguration, $"{Name(arguments)} has no point that could be read{(collector.Faults.Count > 0 ? $": {collector.Faults}" : "")}.", Hint);
        }

        var driver = new ForeignDriver("k6", "", format == ResultFormat.Csv ? "csv" : "ndjson", arguments.Source, HasDistribution: true);
        var record = RecordMaker.Of(arguments, driver, collector, [.. ResultFindings.Of(collector, format, lines.Number)]);
        var cut = lines.Fault
            ?? (file.IsCut(lines.Bytes) ? "the end of the gzip file is missing, or it was put together of several" : null)
            ?? (collector.Faults.CutAt is { } at ? FormattableString.Invariant($"it ends in the middle of line {at}") : null);
        return cut is null ? record : record with { Outcome = RunOutcome.Incomplete, OutcomeReason = $"the file has no end ({cut}): k6 was killed, or the file was cut off" };
    }

    private static RunRecord ReadSummary(LineSource lines, K6ImportArguments arguments)
    {
        const long MostBytes = 64 << 20;
        using var whole = new MemoryStream();
        while (lines.TryNext(out var line))
        {
            whole.Write(line);
            whole.WriteByte((byte)'\n');
            if (whole.Length > MostBytes)
            {
                throw new LoadLabException(ExitCode.BadConfiguration, $"{Name(arguments)} holds no k6 results: it is one JSON document of more than 64 MB.", Hint);
            }
        }

        try
        {
            using var document = JsonDocument.Parse(whole.GetBuffer().AsMemory(0, (int)whole.Length));
            return SummaryReader.Read(document.RootElement, arguments)
                ?? throw new LoadLabException(ExitCode.BadConfiguration, $"{Name(arguments)} is a JSON document, and none of k6's summaries: it has no metrics as they have.", Hint);
        }
        catch (JsonException fault)
        {
            throw new LoadLabException(
                ExitCode.BadConfiguration,
                $"{Name(arguments)} begins like JSON, and is neither whole nor k6's NDJSON: {lines.Fault ?? fault.Message}",
                Hint,
                fault);
        }
    }

    private static string Name(K6ImportArguments arguments) => arguments.Source == "-" ? "Standard input" : $"'{arguments.Source}'";
}
