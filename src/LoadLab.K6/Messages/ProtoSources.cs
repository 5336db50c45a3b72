extern alias ProtoNet;

namespace LoadLab.K6.Messages;

/// <summary>The files that <c>.proto</c> files are read from.</summary>
internal sealed class ProtoSources(Func<string, string?> open) : ProtoNet::Google.Protobuf.Reflection.IFileSystem
{
    public bool Exists(string path) => open(path) is not null;

    public TextReader OpenText(string path) => new StringReader(open(path) ?? throw new FileNotFoundException($"There is no file '{path}'."));
}
