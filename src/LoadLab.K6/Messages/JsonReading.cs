using System.Text.Json;
using Google.Protobuf.Reflection;

namespace LoadLab.K6.Messages;

/// <summary>Messages from JSON, by the mapping of Protocol Buffers. What the description has not is refused, with its path.</summary>
internal sealed class JsonReading
{
    private const int MostLevels = 100;

    private readonly MessageTypes _types;
    private readonly List<string> _path = [];

    private JsonReading(MessageTypes types) => _types = types;

    /// <param name="type">The message.</param>
    /// <param name="json">Its JSON.</param>
    /// <param name="types">Types that an <c>Any</c> may name.</param>
    /// <exception cref="MessageFaultException">The JSON is no such message.</exception>
    public static DynamicMessage Read(MessageDescriptor type, string json, MessageTypes types)
    {
        var reading = new JsonReading(types);
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 4 * MostLevels });
            var message = reading.ReadMessage(type, document.RootElement);
            return message.Missing() is { } missing ? throw new MessageFaultException($"the required field {missing} is not set") : message;
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            throw new MessageFaultException(fault.Message, fault);
        }
        catch (MessageFaultException fault) when (reading._path.Count > 0)
        {
            throw new MessageFaultException($"{string.Concat(reading._path).TrimStart('.')}: {fault.Message}", fault);
        }
    }

    private DynamicMessage ReadMessage(MessageDescriptor type, JsonElement json)
    {
        if (WellKnown.Has(type))
        {
            return WellKnown.Read(type, json);
        }

        if (json.ValueKind != JsonValueKind.Object)
        {
            throw new MessageFaultException($"{WellKnown.Shown(json)} is no object, which {type.FullName} needs");
        }

        if (_path.Count >= MostLevels)
        {
            throw new MessageFaultException(FormattableString.Invariant($"the message has more than {MostLevels} levels"));
        }

        var message = new DynamicMessage(type);
        if (type.FullName == WellKnown.Any)
        {
            ReadAny(message, json);
        }
        else
        {
            ReadFields(message, json, "");
        }

        return message;
    }

    private void ReadFields(DynamicMessage message, JsonElement json, string leftOut)
    {
        foreach (var property in json.EnumerateObject())
        {
            if (property.Name == leftOut)
            {
                continue;
            }

            var field = Find(message.Type, property.Name) ?? throw new MessageFaultException(
                $"{message.Type.FullName} has no field '{property.Name}'.{Core.Text.NearestName.Sentence(property.Name, [.. message.Type.Fields.InDeclarationOrder().Select(known => known.JsonName)])}");
            _path.Add("." + property.Name);
            if (message.Get(field) is not null)
            {
                throw new MessageFaultException("it is there twice");
            }

            if (field.RealContainingOneof?.Fields.FirstOrDefault(one => one != field && message.Get(one) is not null) is { } other && property.Value.ValueKind != JsonValueKind.Null)
            {
                throw new MessageFaultException($"'{other.JsonName}' is there too, and only one of them may be");
            }

            ReadField(message, field, property.Value);
            _path.RemoveAt(_path.Count - 1);
        }
    }

    private void ReadField(DynamicMessage message, FieldDescriptor field, JsonElement json)
    {
        if (json.ValueKind == JsonValueKind.Null && !(!field.IsRepeated && MayBeNull(field)))
        {
            return;
        }

        if (field.IsMap)
        {
            ReadMap(message, field, json);
        }
        else if (field.IsRepeated)
        {
            if (json.ValueKind != JsonValueKind.Array)
            {
                throw new MessageFaultException($"{WellKnown.Shown(json)} is no array");
            }

            foreach (var (index, item) in json.EnumerateArray().Index())
            {
                _path.Add(FormattableString.Invariant($"[{index}]"));
                message.Add(field, ReadOne(field, item));
                _path.RemoveAt(_path.Count - 1);
            }
        }
        else
        {
            message.Set(field, ReadOne(field, json));
        }
    }

    private void ReadMap(DynamicMessage message, FieldDescriptor field, JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            throw new MessageFaultException($"{WellKnown.Shown(json)} is no object");
        }

        var (key, value) = (field.MessageType.FindFieldByNumber(1), field.MessageType.FindFieldByNumber(2));
        var map = message.MapOf(field);
        foreach (var entry in json.EnumerateObject())
        {
            _path.Add($"[{entry.Name}]");
            if (!map.TryAdd(JsonScalars.ReadKey(key, entry.Name), ReadOne(value, entry.Value)))
            {
                throw new MessageFaultException("it is there twice");
            }

            _path.RemoveAt(_path.Count - 1);
        }
    }

    private void ReadAny(DynamicMessage any, JsonElement json)
    {
        if (!json.EnumerateObject().Any())
        {
            return;
        }

        if (!json.TryGetProperty("@type", out var named) || named.ValueKind != JsonValueKind.String)
        {
            throw new MessageFaultException("an Any needs '@type', such as 'type.googleapis.com/shop.Order'");
        }

        var address = named.GetString()!;
        var type = _types.Message(address[(address.LastIndexOf('/') + 1)..]) ?? throw new MessageFaultException($"the type '{address}' of an Any is not among the loaded files");
        DynamicMessage part;
        if (WellKnown.Has(type) || type.FullName == WellKnown.Any)
        {
            part = json.TryGetProperty("value", out var value) ? ReadMessage(type, value) : throw new MessageFaultException($"an Any of {type.FullName} needs 'value'");
        }
        else
        {
            ReadFields(part = new DynamicMessage(type), json, "@type");
        }

        any.Set(any.Type.FindFieldByNumber(1), address);
        any.Set(any.Type.FindFieldByNumber(2), Google.Protobuf.ByteString.CopyFrom(WireWriter.Write(part)));
    }

    private object ReadOne(FieldDescriptor field, JsonElement json) => json.ValueKind == JsonValueKind.Null && !MayBeNull(field)
        ? throw new MessageFaultException("null is no value here")
        : Scalars.IsMessage(field) ? ReadMessage(field.MessageType, json) : JsonScalars.Read(field, json);

    private static bool MayBeNull(FieldDescriptor field) => field.FieldType switch
    {
        FieldType.Message => field.MessageType.FullName == WellKnown.Value,
        FieldType.Enum => field.EnumType.FullName == WellKnown.NullValue,
        _ => false,
    };

    private static FieldDescriptor? Find(MessageDescriptor type, string name) => type.Fields.InDeclarationOrder().FirstOrDefault(field => field.JsonName == name) ?? type.FindFieldByName(name);
}
