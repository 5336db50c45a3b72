using System.Text.Json.Nodes;

namespace LoadLab.Core.Store;

/// <summary>A converter that writes another form than its type has, and says which.</summary>
public interface ISchemaSource
{
    /// <summary>The JSON schema of what it writes.</summary>
    JsonNode Schema { get; }
}
