using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace LoadLab.K6.Messages;

/// <summary>Writes messages as they are on the wire, the fields by their numbers.</summary>
internal static class WireWriter
{
    public static byte[] Write(DynamicMessage message)
    {
        using var bytes = new MemoryStream();
        using var output = new CodedOutputStream(bytes);
        Write(message, output);
        output.Flush();
        return bytes.ToArray();
    }

    private static void Write(DynamicMessage message, CodedOutputStream output)
    {
        foreach (var (field, value) in message.Values)
        {
            switch (value)
            {
                case Dictionary<object, object> map:
                    foreach (var (key, item) in map)
                    {
                        var entry = new DynamicMessage(field.MessageType);
                        entry.Set(field.MessageType.FindFieldByNumber(1), key);
                        entry.Set(field.MessageType.FindFieldByNumber(2), item);
                        WriteOne(field, entry, output);
                    }

                    break;
                case List<object> list when field.IsPacked && Scalars.WireOf(field) is not (WireFormat.WireType.LengthDelimited or WireFormat.WireType.StartGroup):
                    WritePacked(field, list, output);
                    break;
                case List<object> list:
                    list.ForEach(item => WriteOne(field, item, output));
                    break;
                default:
                    // Entries of maps have both their parts, as k6 sends them.
                    if (field.HasPresence || message.Type.GetOptions()?.MapEntry == true || !Scalars.IsDefault(value))
                    {
                        WriteOne(field, value, output);
                    }

                    break;
            }
        }
    }

    private static void WritePacked(FieldDescriptor field, List<object> list, CodedOutputStream output)
    {
        if (list.Count == 0)
        {
            return;
        }

        using var bytes = new MemoryStream();
        using var packed = new CodedOutputStream(bytes);
        list.ForEach(item => Scalars.Write(field, item, packed));
        packed.Flush();
        output.WriteTag(field.FieldNumber, WireFormat.WireType.LengthDelimited);
        output.WriteBytes(ByteString.CopyFrom(bytes.ToArray()));
    }

    private static void WriteOne(FieldDescriptor field, object value, CodedOutputStream output)
    {
        output.WriteTag(field.FieldNumber, Scalars.WireOf(field));
        if (value is not DynamicMessage part)
        {
            Scalars.Write(field, value, output);
        }
        else if (field.FieldType == FieldType.Group)
        {
            Write(part, output);
            output.WriteTag(field.FieldNumber, WireFormat.WireType.EndGroup);
        }
        else
        {
            output.WriteBytes(ByteString.CopyFrom(Write(part)));
        }
    }
}
