using System.Text.Json;
using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;

namespace LoadLab.Core.Store;

/// <summary>Reads a journal back: the run as far as it came.</summary>
internal static class RunJournal
{
    /// <summary>The journal's first line; null when the run ended before its load began.</summary>
    public static JournalStart? ReadStart(string path)
    {
        var start = ReadLines(path).FirstOrDefault()?.Start;
        if (start is not null)
        {
            RunDocumentReader.CheckVersion(start.SchemaVersion);
        }

        return start;
    }

    /// <summary>The run, marked incomplete.</summary>
    /// <param name="path">The journal.</param>
    /// <param name="readSlices">Reads the histogram log: all of it, or its first bytes.</param>
    /// <exception cref="SealBrokenException">A file was changed after it was written.</exception>
    public static RunRecord Recover(string path, Func<long?, IReadOnlyList<LoadSlice>> readSlices)
    {
        var start = ReadStart(path) ?? throw new FormatException("The run ended before its load began; nothing was measured.");
        var decided = new List<PhasePlan>();
        var seconds = new List<LoadSecond>();
        var sums = new List<FileSum?>();
        var health = new List<HealthSecond>();
        var measures = new SortedDictionary<int, (Measure Measure, List<ProbePoint> Points)>();
        var findings = new List<Finding>();
        var faults = new SortedDictionary<int, FaultEvent>();
        foreach (var line in ReadLines(path))
        {
            switch (line)
            {
                case { Phase: { } phase }:
                    decided.Add(phase);
                    break;
                case { Second: { } second }:
                    seconds.Add(RunDocumentReader.ToSecond(second));
                    sums.Add(line.Log);
                    break;
                case { Health: { } second }:
                    health.Add(RunDocumentReader.ToHealth(second));
                    break;
                case { Measure: { } measure }:
                    measures[measure.Number] =
                        (new Measure(measure.Name, measure.Unit, DocumentWords.ToAggregation(measure.Aggregation), measure.Description), []);
                    break;
                case { Sample: { } sample }:
                    measures[sample.Number].Points.Add(new ProbePoint(sample.Second, sample.Value));
                    break;
                case { Fault: { } fault }:
                    faults[fault.Index] = fault;
                    break;
                case { Finding: { } finding }:
                    findings.Add(RunDocumentReader.ToFinding(finding));
                    break;
            }
        }

        // A disk that lost its power may have the journal without the histograms: only what has both counts.
        var proven = LogPrefix.Find(Path.Combine(Path.GetDirectoryName(path)!, RunFiles.HistogramLog), sums);
        seconds.RemoveRange(proven.Seconds, seconds.Count - proven.Seconds);
        var slices = readSlices(proven.Bytes);

        // Phases that were decided while the run ran take the place of those that they were made from.
        var plan = decided.Count == 0 ? start.Plan : start.Plan with { Phases = decided };
        return new RunRecord
        {
            RunId = start.RunId,
            StartedAt = start.StartedAt,
            Plan = plan,
            Outcome = RunOutcome.Incomplete,
            OutcomeReason = "LoadLab ended before the run did: it was killed, or the disk was full",
            Fingerprint = start.Fingerprint,
            Phases = PhaseRecovery.FromSeconds(plan, seconds, slices),
            Seconds = seconds,
            Slices = slices,
            Health = health,
            Probes = [.. measures.Values.Select(measure => new ProbeSeries(measure.Measure, measure.Points))],
            Driver = plan.Driver,
            Faults = [.. faults.Values],
            Findings = findings,
        };
    }

    /// <summary>The journal's lines. A last one that was cut off is left out; a damaged one before it is a fault.</summary>
    private static IEnumerable<JournalLine> ReadLines(string path)
    {
        using var reader = new StreamReader(path);
        var chain = new JournalChain();
        var (number, wasProven) = (0, false);
        while (reader.ReadLine() is { } text)
        {
            number++;
            JournalLine? line;
            try
            {
                var json = chain.Open(text, out var isProven);
                if (wasProven && !isProven)
                {
                    throw new JsonException("the line has no checksum");
                }

                wasProven = isProven;
                line = JsonSerializer.Deserialize(json, JournalJson.Default.JournalLine);
            }
            catch (JsonException) when (reader.EndOfStream)
            {
                yield break;
            }
            catch (JsonException fault)
            {
                throw new FormatException($"Line {number}: {fault.Message}", fault);
            }

            if (line is not null)
            {
                yield return line;
            }
        }
    }
}
