using System.Text;
using Google.Protobuf.Reflection;
using Jint;
using Jint.Native;
using LoadLab.K6.Messages;
using LoadLab.K6.State;

namespace LoadLab.K6.Modules.Grpc;

/// <summary>Reads the descriptions that a client loads, once for all users. Nothing outside the script's folder is read.</summary>
internal static class ProtoLoading
{
    public static IReadOnlyList<FileDescriptor> Load(JsEngine engine, UserState user, JsValue[] arguments)
    {
        RefuseLate(engine, user, "load");
        var paths = Js.Properties(arguments.At(0)).Select(path => Plain(Js.Text(path.Value))).ToList();
        var names = arguments.Skip(1).Select(name => Plain(Js.Text(name))).ToList();
        if (names.Count == 0 || !(arguments.At(0).IsArray() || arguments.At(0).IsMissing()))
        {
            throw Js.TypeError(engine, "client.load() takes an array of folders and then files: client.load(['protos'], 'shop.proto').");
        }

        return Once(engine, user, $"load\n{user.CurrentFile}\n{string.Join('\n', paths)}\n\n{string.Join('\n', names)}", () =>
            ProtoFiles.Compile(paths.Count == 0 ? ["."] : paths, names, path => Open(user, path) is { } bytes ? Encoding.UTF8.GetString(bytes).TrimStart('\uFEFF') : null));
    }

    public static IReadOnlyList<FileDescriptor> LoadSet(JsEngine engine, UserState user, JsValue[] arguments)
    {
        RefuseLate(engine, user, "loadProtoset");
        var path = Plain(Js.Text(arguments.At(0)));
        return Once(engine, user, $"set\n{user.CurrentFile}\n{path}", () => ProtoFiles.OfSet(Open(user, path) ?? throw new MessageFaultException($"there is no file '{path}'")));
    }

    private static IReadOnlyList<FileDescriptor> Once(JsEngine engine, UserState user, string key, Func<IReadOnlyList<FileDescriptor>> load)
    {
        try
        {
            return user.Test.Protos.GetOrAdd(key, _ => new Lazy<IReadOnlyList<FileDescriptor>>(load)).Value;
        }
        catch (Exception fault) when (fault is MessageFaultException or IOException or UnauthorizedAccessException)
        {
            throw Js.Error(engine, $"client.{(key.StartsWith("set", StringComparison.Ordinal) ? "loadProtoset" : "load")}(): {fault.Message}");
        }
    }

    private static byte[]? Open(UserState user, string path)
    {
        var file = user.Test.Files.Resolve(path, user.CurrentFile);
        return user.Test.Files.RefuseOutside(file) is { } refused ? throw new IOException(refused) : File.Exists(file) ? user.Test.Files.Read(path, user.CurrentFile) : null;
    }

    private static string Plain(string path) => path.StartsWith("file://", StringComparison.Ordinal) ? path["file://".Length..] : path;

    private static void RefuseLate(JsEngine engine, UserState user, string name)
    {
        if (user.Stage != ScriptStage.Init)
        {
            throw Js.Error(engine, $"client.{name}() must be called outside of functions, where the script is read.");
        }
    }
}
