using System.Text;

namespace LoadLab.Sdk.WebSockets;

/// <summary>A message that came over a WebSocket.</summary>
/// <param name="bytes">Its bytes.</param>
/// <param name="isText">True for text, false for bytes.</param>
public sealed class WebSocketMessage(ReadOnlyMemory<byte> bytes, bool isText)
{
    /// <summary>Its bytes.</summary>
    public ReadOnlyMemory<byte> Bytes { get; } = bytes;

    /// <summary>True for text, false for bytes.</summary>
    public bool IsText { get; } = isText;

    /// <summary>Its bytes as text.</summary>
    public string Text => Encoding.UTF8.GetString(Bytes.Span);
}
