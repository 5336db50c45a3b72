extern alias ProtoNet;

using Google.Protobuf;
using Google.Protobuf.Reflection;
using FileDescriptorSet = ProtoNet::Google.Protobuf.Reflection.FileDescriptorSet;

namespace LoadLab.K6.Messages;

/// <summary>Makes descriptions of messages and services: of <c>.proto</c> files, and of descriptions as bytes.</summary>
internal static class ProtoFiles
{
    /// <summary>Reads <c>.proto</c> files and what they import. What is under <c>google/</c> is there anyway.</summary>
    /// <param name="importPaths">Where to look.</param>
    /// <param name="names">The files.</param>
    /// <param name="open">Gives the text of a file; null when it is not there.</param>
    /// <exception cref="MessageFaultException">They cannot be read; with every fault, its file and line.</exception>
    public static IReadOnlyList<FileDescriptor> Compile(IReadOnlyList<string> importPaths, IReadOnlyList<string> names, Func<string, string?> open)
    {
        var set = new FileDescriptorSet { FileSystem = new ProtoSources(open) };
        foreach (var path in importPaths)
        {
            set.AddImportPath(path);
        }

        var missing = names.Where(name => !set.Add(name, includeInOutput: true)).ToList();
        if (missing.Count > 0)
        {
            throw new MessageFaultException($"there is no file {string.Join(", ", missing.Select(name => $"'{name}'"))} in {string.Join(", ", importPaths.Select(path => $"'{path}'"))}");
        }

        set.Process();
        var faults = set.GetErrors().Where(fault => fault.IsError).Select(fault => FormattableString.Invariant($"{fault.File}:{fault.LineNumber}:{fault.ColumnNumber}: {fault.Message}")).ToList();
        return faults.Count > 0 ? throw new MessageFaultException(string.Join("\n  ", faults)) : Build(set.Files.Select(file =>
        {
            using var bytes = new MemoryStream();
            ProtoBuf.Serializer.Serialize(bytes, file);
            return ByteString.CopyFrom(bytes.ToArray());
        }));
    }

    /// <summary>Reads a file set, as <c>protoc --descriptor_set_out --include_imports</c> writes it.</summary>
    /// <exception cref="MessageFaultException">It is none, or lacks a file.</exception>
    public static IReadOnlyList<FileDescriptor> OfSet(byte[] bytes)
    {
        try
        {
            return Build(Google.Protobuf.Reflection.FileDescriptorSet.Parser.ParseFrom(bytes).File.Select(file => file.ToByteString()));
        }
        catch (InvalidProtocolBufferException fault)
        {
            throw new MessageFaultException($"it is no set of descriptions as protoc writes it with --descriptor_set_out: {fault.Message}", fault);
        }
    }

    /// <summary>Makes descriptors of files in any order.</summary>
    /// <exception cref="MessageFaultException">They do not fit each other.</exception>
    public static IReadOnlyList<FileDescriptor> Build(IEnumerable<ByteString> files)
    {
        var all = files.Select(bytes => (Bytes: bytes, File: FileDescriptorProto.Parser.ParseFrom(bytes))).DistinctBy(file => file.File.Name, StringComparer.Ordinal)
            .ToDictionary(file => file.File.Name, StringComparer.Ordinal);
        var (ordered, seen) = (new List<ByteString>(), new HashSet<string>(StringComparer.Ordinal));
        foreach (var name in all.Keys)
        {
            Visit(name, "");
        }

        try
        {
            return [.. FileDescriptor.BuildFromByteStrings(ordered)];
        }
        catch (Exception fault) when (fault is DescriptorValidationException or ArgumentException or InvalidProtocolBufferException)
        {
            throw new MessageFaultException(fault.Message, fault);
        }

        void Visit(string name, string from)
        {
            if (!seen.Add(name))
            {
                return;
            }

            if (!all.TryGetValue(name, out var file))
            {
                throw new MessageFaultException($"'{from}' imports '{name}', which is not there");
            }

            foreach (var import in file.File.Dependency)
            {
                Visit(import, name);
            }

            ordered.Add(file.Bytes);
        }
    }
}
