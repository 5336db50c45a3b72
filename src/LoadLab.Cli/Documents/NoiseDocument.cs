using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using LoadLab.Core.Comparison;
using LoadLab.Core.Noise;

namespace LoadLab.Cli.Documents;

/// <summary>A calibration as it is kept, and beside it what the check saw.</summary>
internal sealed record NoiseDocument(int SchemaVersion, NoiseDocument.NoiseCheckPart Check, NoiseDocument.KeptCalibration Calibration)
{
    public static NoiseDocument Of(NoiseCalibration calibration, NoiseCheck check) =>
        new(1, new NoiseCheckPart(check.Pairs, check.Claims.Count, check.ClaimedWithout, check.Allowed, check.Holds, check.Claims), new KeptCalibration(calibration));

    internal sealed record NoiseCheckPart(int Pairs, int Claimed, int ClaimedWithoutCalibration, int Allowed, bool Holds, IReadOnlyList<string> Claims);

    /// <summary>A calibration as it is kept.</summary>
    [JsonConverter(typeof(KeptConverter))]
    internal sealed record KeptCalibration(NoiseCalibration Calibration);

    /// <summary>Writes the file's own text.</summary>
    internal sealed class KeptConverter : StoredTextConverter<KeptCalibration>
    {
        public override JsonNode Schema => NoiseStore.Schema;

        protected override string Text(KeptCalibration value) => NoiseStore.ToJson(value.Calibration);
    }
}
