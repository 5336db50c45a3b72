namespace LoadLab.Cli.Http;

/// <summary>A form as it is sent.</summary>
/// <param name="ContentType">With its boundary.</param>
/// <param name="Body">The bytes.</param>
internal sealed record HttpForm(string ContentType, ReadOnlyMemory<byte> Body);
