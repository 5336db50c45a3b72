using Google.Protobuf.Reflection;

namespace LoadLab.K6.Messages;

/// <summary>What a client knows of messages and methods. The first of a name stays.</summary>
internal sealed class MessageTypes
{
    private readonly Dictionary<string, MessageDescriptor> _messages = new(StringComparer.Ordinal);
    private readonly Dictionary<string, MethodDescriptor> _methods = new(StringComparer.Ordinal);

    /// <summary>Adds all that some files describe.</summary>
    /// <returns>The methods in them.</returns>
    public IReadOnlyList<MethodDescriptor> Add(IEnumerable<FileDescriptor> files)
    {
        var methods = new List<MethodDescriptor>();
        foreach (var file in files)
        {
            Add(file.MessageTypes);
            foreach (var method in file.Services.SelectMany(service => service.Methods))
            {
                _methods[PathOf(method)] = method;
                methods.Add(method);
            }
        }

        return methods;
    }

    public MessageDescriptor? Message(string fullName) => _messages.GetValueOrDefault(fullName);

    /// <summary>A method by its path, such as <c>/shop.Orders/Get</c>.</summary>
    public MethodDescriptor? Method(string path) => _methods.GetValueOrDefault(path);

    public IEnumerable<string> Methods => _methods.Keys;

    public static string PathOf(MethodDescriptor method) => $"/{method.Service.FullName}/{method.Name}";

    private void Add(IEnumerable<MessageDescriptor> messages)
    {
        foreach (var message in messages)
        {
            _messages.TryAdd(message.FullName, message);
            Add(message.NestedTypes);
        }
    }
}
