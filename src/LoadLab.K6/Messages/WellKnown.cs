using System.Text.Json;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;

namespace LoadLab.K6.Messages;

/// <summary>The messages that JSON has a form of its own for, such as times. Google's library reads and writes them.</summary>
internal static class WellKnown
{
    public const string Any = "google.protobuf.Any";
    public const string NullValue = "google.protobuf.NullValue";
    public const string Value = "google.protobuf.Value";

    private static readonly Dictionary<string, MessageDescriptor> Types = new MessageDescriptor[]
    {
        Timestamp.Descriptor, Duration.Descriptor, FieldMask.Descriptor, Struct.Descriptor, Google.Protobuf.WellKnownTypes.Value.Descriptor, ListValue.Descriptor,
        DoubleValue.Descriptor, FloatValue.Descriptor, Int64Value.Descriptor, UInt64Value.Descriptor, Int32Value.Descriptor, UInt32Value.Descriptor,
        BoolValue.Descriptor, StringValue.Descriptor, BytesValue.Descriptor,
    }.ToDictionary(type => type.FullName, StringComparer.Ordinal);

    /// <summary>True when a message is no JSON object of its fields.</summary>
    public static bool Has(MessageDescriptor type) => Types.ContainsKey(type.FullName);

    /// <exception cref="MessageFaultException">It is no such value.</exception>
    public static string ToJson(DynamicMessage message)
    {
        try
        {
            return JsonFormatter.Default.Format(Types[message.Type.FullName].Parser.ParseFrom(WireWriter.Write(message)));
        }
        catch (Exception fault) when (fault is InvalidOperationException or InvalidProtocolBufferException or ArgumentException)
        {
            throw new MessageFaultException($"a {message.Type.FullName} cannot be told in JSON: {fault.Message}", fault);
        }
    }

    /// <exception cref="MessageFaultException">The JSON is no such message.</exception>
    public static DynamicMessage Read(MessageDescriptor type, JsonElement json)
    {
        try
        {
            return WireReader.Read(type, JsonParser.Default.Parse(json.GetRawText(), Types[type.FullName]).ToByteArray());
        }
        catch (Exception fault) when (fault is InvalidProtocolBufferException or InvalidJsonException or ArgumentException)
        {
            throw new MessageFaultException($"{Shown(json)} is no {type.FullName}: {fault.Message}", fault);
        }
    }

    public static string Shown(JsonElement json) => json.GetRawText() is { Length: > 60 } text ? text[..60] + "…" : json.GetRawText();
}
