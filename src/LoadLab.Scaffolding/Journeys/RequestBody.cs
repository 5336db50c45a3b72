using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace LoadLab.Scaffolding.Journeys;

/// <summary>The body of a request.</summary>
internal abstract record RequestBody
{
    private RequestBody()
    {
    }

    /// <summary>JSON, an object or a list. Strings may have places; a string that is only <see cref="Place.Number"/> is a number.</summary>
    public sealed record Json(JsonNode Value) : RequestBody;

    /// <summary>Fields of a form, percent-encoded.</summary>
    public sealed record Form(ImmutableArray<Field> Fields) : RequestBody;

    /// <summary>Any other text.</summary>
    public sealed record Plain(string Text, string ContentType) : RequestBody;

    /// <summary>A form of parts.</summary>
    public sealed record Multipart(ImmutableArray<FormPart> Parts) : RequestBody;

    /// <summary>Bytes, which become a file of the project.</summary>
    public sealed record Binary(byte[] Bytes, string ContentType) : RequestBody;
}

/// <summary>A part of a form: a text, or a file.</summary>
/// <param name="Name">Name of the field.</param>
/// <param name="Text">The text; null for a file.</param>
/// <param name="File">The file's bytes; null for a text.</param>
/// <param name="FileName">Its name.</param>
/// <param name="ContentType">Its type; null for the usual one.</param>
internal sealed record FormPart(string Name, string? Text, byte[]? File, string? FileName, string? ContentType);
