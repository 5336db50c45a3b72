using System.Buffers;
using System.Text;
using System.Text.Json;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace LoadLab.K6.Messages;

/// <summary>
/// Messages as JSON, by the mapping of Protocol Buffers, with what is not set: numbers as 0, texts as empty ones, lists and maps as empty ones, messages and what
/// may be absent as null. Fields of a oneof, and those that are <c>optional</c>, are there only when they are set.
/// </summary>
internal sealed class JsonWriting
{
    private readonly MessageTypes _types;
    private readonly ArrayBufferWriter<byte> _bytes = new();
    private readonly Utf8JsonWriter _json;

    private JsonWriting(MessageTypes types)
    {
        _types = types;
        _json = new Utf8JsonWriter(_bytes, new JsonWriterOptions { MaxDepth = 1000, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    }

    /// <exception cref="MessageFaultException">A part of it cannot be told in JSON.</exception>
    public static string ToJson(DynamicMessage message, MessageTypes types)
    {
        var writing = new JsonWriting(types);
        writing.Write(message);
        writing._json.Flush();
        return Encoding.UTF8.GetString(writing._bytes.WrittenSpan);
    }

    private void Write(DynamicMessage message)
    {
        if (WellKnown.Has(message.Type))
        {
            _json.WriteRawValue(WellKnown.ToJson(message));
            return;
        }

        _json.WriteStartObject();
        if (message.Type.FullName == WellKnown.Any)
        {
            WriteAny(message);
        }
        else
        {
            WriteFields(message);
        }

        _json.WriteEndObject();
    }

    private void WriteFields(DynamicMessage message)
    {
        foreach (var field in message.Type.Fields.InDeclarationOrder())
        {
            var value = message.Get(field);
            if (value is null && field.ContainingOneof is not null)
            {
                continue;
            }

            _json.WritePropertyName(field.JsonName);
            if (field.IsMap)
            {
                _json.WriteStartObject();
                foreach (var (key, item) in value as Dictionary<object, object> ?? [])
                {
                    _json.WritePropertyName(MapKey.ToText(key));
                    WriteOne(field.MessageType.FindFieldByNumber(2), item);
                }

                _json.WriteEndObject();
            }
            else if (field.IsRepeated)
            {
                _json.WriteStartArray();
                foreach (var item in value as List<object> ?? [])
                {
                    WriteOne(field, item);
                }

                _json.WriteEndArray();
            }
            else if (value is null && field.HasPresence)
            {
                _json.WriteNullValue();
            }
            else
            {
                WriteOne(field, value ?? Scalars.Default(field));
            }
        }
    }

    private void WriteAny(DynamicMessage any)
    {
        var address = any.Get(any.Type.FindFieldByNumber(1)) as string ?? "";
        var bytes = any.Get(any.Type.FindFieldByNumber(2)) as ByteString ?? ByteString.Empty;
        if (address.Length == 0 && bytes.IsEmpty)
        {
            return;
        }

        var type = _types.Message(address[(address.LastIndexOf('/') + 1)..]) ?? throw new MessageFaultException($"the type '{address}' of an Any is not among the loaded files");
        var part = WireReader.Read(type, bytes.ToByteArray());
        _json.WriteString("@type", address);
        if (WellKnown.Has(type) || type.FullName == WellKnown.Any)
        {
            _json.WritePropertyName("value");
            Write(part);
        }
        else
        {
            WriteFields(part);
        }
    }

    private void WriteOne(FieldDescriptor field, object value)
    {
        switch (value)
        {
            case DynamicMessage part:
                Write(part);
                break;
            case double number when !double.IsFinite(number):
                _json.WriteStringValue(double.IsNaN(number) ? "NaN" : number > 0 ? "Infinity" : "-Infinity");
                break;
            case float number when !float.IsFinite(number):
                _json.WriteStringValue(float.IsNaN(number) ? "NaN" : number > 0 ? "Infinity" : "-Infinity");
                break;
            case double number:
                _json.WriteNumberValue(number);
                break;
            case float number:
                _json.WriteNumberValue(number);
                break;
            case long or ulong:
                _json.WriteStringValue(MapKey.ToText(value));
                break;
            case uint number:
                _json.WriteNumberValue(number);
                break;
            case int number when field.FieldType == FieldType.Enum && field.EnumType.FullName == WellKnown.NullValue:
                _json.WriteNullValue();
                break;
            case int number when field.FieldType == FieldType.Enum && field.EnumType.FindValueByNumber(number) is { } named:
                _json.WriteStringValue(named.Name);
                break;
            case int number:
                _json.WriteNumberValue(number);
                break;
            case bool yes:
                _json.WriteBooleanValue(yes);
                break;
            case ByteString bytes:
                _json.WriteBase64StringValue(bytes.Span);
                break;
            default:
                _json.WriteStringValue((string)value);
                break;
        }
    }
}
