using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using LoadLab.Core.Store;

namespace LoadLab.Cli.Documents;

/// <summary>Baselines, each as it is kept.</summary>
internal sealed record BaselinesDocument(int SchemaVersion, IReadOnlyList<BaselinesDocument.KeptBaseline> Baselines)
{
    /// <summary>A baseline as it is kept.</summary>
    [JsonConverter(typeof(KeptConverter))]
    internal sealed record KeptBaseline(Baseline Baseline);

    /// <summary>Writes the file's own text.</summary>
    internal sealed class KeptConverter : StoredTextConverter<KeptBaseline>
    {
        public override JsonNode Schema => BaselineStore.Schema;

        protected override string Text(KeptBaseline value) => BaselineStore.ToJson(value.Baseline);
    }
}
