using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using LoadLab.Core.Comparison;
using LoadLab.Core.Files;
using LoadLab.Core.Store;

namespace LoadLab.Core.Noise;

/// <summary>The calibrations of a directory of runs: <c>noise/SUITE-….json</c>, one for each suite, load, machine and kind of stack.</summary>
public sealed class NoiseStore(RunStore store)
{
    private string Root => Path.Combine(store.Root, "noise");

    /// <summary>Path of a calibration: the last part of the name stands for its load and its machine.</summary>
    public string PathOf(NoiseCalibration calibration)
    {
        ArgumentNullException.ThrowIfNull(calibration);
        var identity = string.Join('\n', calibration.Machine.Concat(calibration.Load).Select(fact => $"{fact.Key}={fact.Value}"));
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(calibration.Suite + "\n" + identity)));
        return Path.Combine(Root, $"{RunId.FolderName(calibration.Suite)}-{hash[..8]}.json");
    }

    /// <summary>All calibrations, the newest first.</summary>
    /// <exception cref="LoadLabException">One cannot be read (104); says which file and why.</exception>
    public IReadOnlyList<NoiseCalibration> List() => Directory.Exists(Root)
        ? [.. Directory.EnumerateFiles(Root, "*.json").Order(StringComparer.Ordinal).Select(Read).OrderByDescending(calibration => calibration.CalibratedAt)]
        : [];

    /// <summary>Keeps a calibration, in place of an older one of the same suite, load and machine.</summary>
    /// <returns>Its path.</returns>
    /// <exception cref="LoadLabException">The disk refuses (104).</exception>
    public string Save(NoiseCalibration calibration)
    {
        var path = PathOf(calibration);
        RunArchive.Guard(
            () =>
            {
                Directory.CreateDirectory(Root);
                WholeFile.Write(path, WholeFile.Create, RunArchive.Written(Encoding.UTF8.GetBytes(ToJson(calibration) + "\n")));
            },
            $"The noise calibration of suite '{calibration.Suite}' cannot be written to '{Root}'");
        return path;
    }

    /// <summary>The JSON schema of a calibration.</summary>
    public static JsonNode Schema => DocumentSchema.Of(ReadableNoiseJson.Context.NoiseCalibration);

    /// <summary>The document of a calibration.</summary>
    public static string ToJson(NoiseCalibration calibration)
    {
        ArgumentNullException.ThrowIfNull(calibration);
        return Encoding.UTF8.GetString(DocumentSeal.Close(JsonSerializer.SerializeToUtf8Bytes(calibration with { Seal = null }, ReadableNoiseJson.Context.NoiseCalibration)));
    }

    private static NoiseCalibration Read(string path)
    {
        try
        {
            var bytes = File.ReadAllBytes(path);
            var calibration = JsonSerializer.Deserialize(bytes, ReadableNoiseJson.Context.NoiseCalibration) ?? throw new JsonException("The document is null.");
            var good = calibration.SchemaVersion != NoiseCalibration.CurrentSchemaVersion
                ? throw new FormatException($"schemaVersion is {calibration.SchemaVersion}; this LoadLab reads {NoiseCalibration.CurrentSchemaVersion}")
                : calibration.Figures.FirstOrDefault(figure => !IsGood(figure)) is { } bad
                    ? throw new FormatException($"figure '{bad.Figure}' of '{bad.Phase}' is no calibration: it needs a known figure, {NoiseCalibration.FewestRuns} runs or more, and spreads of 0 or more")
                    : calibration;

            // Last: a wrong value is told as that.
            DocumentSeal.Prove(bytes, good.Seal);
            return good;
        }
        catch (Exception fault) when (fault is JsonException or FormatException || DiskFault.Is(fault))
        {
            throw new LoadLabException(
                ExitCode.BadConfiguration, $"Noise calibration '{path}' cannot be read: {fault.Message}", "Delete it, or make it anew with: loadlab noise SUITE", fault);
        }
    }

    private static bool IsGood(NoiseFigure figure) =>
        FigureKinds.Of(figure.Figure) is not null && figure.Runs >= NoiseCalibration.FewestRuns
        && double.IsFinite(figure.Spread) && figure.Spread >= 0 && double.IsFinite(figure.RunSpread) && figure.RunSpread >= 0 && figure.RunSpread <= figure.Spread + 1e-12;
}
