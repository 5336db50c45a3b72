using System.Text;
using LoadLab.Core;
using LoadLab.Core.Runs;
using LoadLab.Core.Store;

namespace LoadLab.Tests.Core.Store;

/// <summary>
/// Every file of the store cut, emptied, edited, exchanged with another run's, at random, 1,000 times. Whatever is then read is refused, or is exactly the run
/// of that name: never a figure that is not its own.
/// </summary>
public sealed class StoreFuzzTests : IDisposable
{
    private const int Times = 1_000;

    private static readonly string[] Runs = ["20261123T083000Z-smoke-4f2a", "20261123T093000Z-smoke-91bc", "20261123T103000Z-smoke-77aa"];

    private readonly string _good = Directory.CreateTempSubdirectory("loadlab-good-").FullName;
    private readonly string _bad = Directory.CreateTempSubdirectory("loadlab-bad-").FullName;
    private readonly Dictionary<string, (string Figures, RunSummary Summary)> _true;

    public StoreFuzzTests()
    {
        var store = new RunStore(_good);
        for (var at = 0; at < Runs.Length; at++)
        {
            SealTests.Keep(store, Runs[at], ok: 10 * (at + 1));
        }

        // One with another decision, so that a mix-up shows in a list too.
        var changed = store.Read(Runs[1]);
        store.Save(changed with { Evaluation = changed.Evaluation! with { Decision = LoadLab.Core.Verdicts.Decision.Go, ExitCode = ExitCode.Ok } });
        new BaselineStore(store).Set(BaselineOf(store));
        var summaries = store.Summaries().ToDictionary(run => run.RunId);
        _true = Runs.ToDictionary(run => run, run => (Figures(store.Read(run)), summaries[run]));
    }

    public void Dispose()
    {
        Directory.Delete(_good, recursive: true);
        Directory.Delete(_bad, recursive: true);
    }

    [Fact]
    public void Whatever_happens_to_the_files_a_figure_is_the_runs_or_is_not_told()
    {
        var random = new Random(20_261_127);
        var (refused, told) = (0, 0);
        for (var round = 0; round < Times; round++)
        {
            Restore();
            var done = string.Join("; ", Enumerable.Range(0, random.Next(1, 4)).Select(_ => Damage(random)));
            var store = new RunStore(_bad);
            foreach (var summary in store.Summaries().Where(run => run.IsReadable))
            {
                _true.Should().ContainKey(summary.RunId, $"round {round}: {done}");
                summary.Should().BeEquivalentTo(_true[summary.RunId].Summary, $"round {round}: {done}");
            }

            foreach (var run in Runs)
            {
                if (Read(store, run) is not { } read)
                {
                    refused++;
                    continue;
                }

                told++;
                Figures(read).Should().Be(_true[run].Figures, $"round {round}: {done}");
            }
        }

        refused.Should().BeGreaterThan(Times / 2, "the damage is real");
        told.Should().BeGreaterThan(Times, "what is not damaged is read");
    }

    [Fact]
    public void A_baseline_that_was_edited_is_refused()
    {
        Restore();
        var path = Directory.EnumerateFiles(Path.Combine(_bad, "baselines")).Single();
        File.WriteAllText(path, File.ReadAllText(path).Replace("\"p95Ms\": ", "\"p95Ms\": 1", StringComparison.Ordinal));

        var reading = () => new BaselineStore(new RunStore(_bad)).List();

        reading.Should().Throw<LoadLabException>().WithMessage($"Baseline '{path}' cannot be read: *edited*").Which.ExitCode.Should().Be(ExitCode.BadConfiguration);
    }

    private static Baseline BaselineOf(RunStore store)
    {
        var record = store.Read(Runs[0]).Record;
        return new Baseline(1, "smoke", record.RunId, record.StartedAt, record.Plan.Labels, record.Fingerprint, [new BaselineFigures("rate-10", 21, 22, 23, 10, 0)]);
    }

    private static StoredRun? Read(RunStore store, string run)
    {
        try
        {
            return store.Read(run);
        }
        catch (LoadLabException fault) when (fault.ExitCode == ExitCode.BadConfiguration)
        {
            return null;
        }
    }

    private static string Figures(StoredRun run) =>
        Encoding.UTF8.GetString(RunDocumentWriter.ToJson(run.Record, run.Evaluation)) + string.Join('\n', PhaseSummary.OfAll(run.Record).SelectMany(phase => phase.Steps)
            .Select(step => FormattableString.Invariant($"{step.Scenario}/{step.Step} {step.Response.TotalCount} {step.Response.PercentileMicros(95)} {step.Service.MeanMicros}")));

    private void Restore()
    {
        Directory.Delete(_bad, recursive: true);
        foreach (var file in Directory.EnumerateFiles(_good, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(_bad, Path.GetRelativePath(_good, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    private string Damage(Random random)
    {
        var files = Directory.EnumerateFiles(_bad, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToList();
        var file = files[random.Next(files.Count)];
        var name = Path.GetRelativePath(_bad, file);
        var bytes = File.ReadAllBytes(file);
        switch (random.Next(8))
        {
            case 0:
                File.WriteAllBytes(file, bytes[..random.Next(bytes.Length + 1)]);
                return $"{name} cut";
            case 1:
                File.WriteAllBytes(file, []);
                return $"{name} emptied";
            case 2:
                File.Delete(file);
                return $"{name} deleted";
            case 3 when bytes.Length > 0:
                var at = random.Next(bytes.Length);
                bytes[at] = (byte)random.Next(256);
                File.WriteAllBytes(file, bytes);
                return $"{name}: byte {at}";
            case 4:
                // As somebody would: one digit of a figure.
                var digits = Enumerable.Range(0, bytes.Length).Where(place => char.IsAsciiDigit((char)bytes[place])).ToList();
                if (digits.Count > 0)
                {
                    bytes[digits[random.Next(digits.Count)]] = (byte)('0' + random.Next(10));
                    File.WriteAllBytes(file, bytes);
                }

                return $"{name}: a digit";
            case 5:
                File.WriteAllText(file, File.ReadAllText(file).Replace("NO-GO", "GO", StringComparison.Ordinal));
                return $"{name}: the decision";
            case 6:
                var lines = File.ReadAllLines(file).ToList();
                if (lines.Count > 1)
                {
                    lines.RemoveAt(random.Next(lines.Count));
                    File.WriteAllText(file, string.Join('\n', lines) + "\n");
                }

                return $"{name}: a line";
            default:
                var others = files.Where(other => Path.GetFileName(other) == Path.GetFileName(file) && other != file).ToList();
                if (others.Count > 0)
                {
                    var other = others[random.Next(others.Count)];
                    File.Move(file, file + ".x");
                    File.Move(other, file);
                    File.Move(file + ".x", other);
                }

                return $"{name} exchanged";
        }
    }
}
