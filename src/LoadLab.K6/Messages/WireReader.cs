using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace LoadLab.K6.Messages;

/// <summary>Reads messages as they are on the wire. Fields that the description has not are left out.</summary>
internal static class WireReader
{
    /// <summary>As Google's own readers have it.</summary>
    private const int MostLevels = 100;

    /// <exception cref="InvalidProtocolBufferException">The bytes are no such message.</exception>
    /// <exception cref="MessageFaultException">It is nested too deeply, or lacks a required field.</exception>
    public static DynamicMessage Read(MessageDescriptor type, byte[] bytes)
    {
        var message = new DynamicMessage(type);
        Fill(message, new CodedInputStream(bytes), 0, 0);
        return message.Missing() is { } missing ? throw new MessageFaultException($"the required field {missing} is not set") : message;
    }

    private static void Fill(DynamicMessage message, CodedInputStream input, uint end, int level)
    {
        if (level >= MostLevels)
        {
            throw new MessageFaultException(FormattableString.Invariant($"the message has more than {MostLevels} levels"));
        }

        while (true)
        {
            var tag = input.ReadTag();
            if (tag == end)
            {
                return;
            }

            if (tag == 0)
            {
                throw new MessageFaultException("a group has no end");
            }

            var wire = WireFormat.GetTagWireType(tag);
            if (message.Type.FindFieldByNumber(WireFormat.GetTagFieldNumber(tag)) is not { } field || !Take(message, field, wire, tag, input, level))
            {
                input.SkipLastField();
            }
        }
    }

    /// <summary>False when the field is on the wire as something else.</summary>
    private static bool Take(DynamicMessage message, FieldDescriptor field, WireFormat.WireType wire, uint tag, CodedInputStream input, int level)
    {
        var own = Scalars.WireOf(field);
        if (field.IsRepeated && own != wire && wire == WireFormat.WireType.LengthDelimited && own is not WireFormat.WireType.StartGroup)
        {
            var packed = new CodedInputStream(input.ReadBytes().ToByteArray());
            while (!packed.IsAtEnd)
            {
                message.Add(field, Scalars.Read(field, packed));
            }

            return true;
        }

        if (own != wire)
        {
            return false;
        }

        if (!Scalars.IsMessage(field))
        {
            Put(message, field, Scalars.Read(field, input));
            return true;
        }

        // A message that comes twice is one message of both.
        var part = !field.IsRepeated && message.Get(field) is DynamicMessage before ? before : new DynamicMessage(field.MessageType);
        if (own == WireFormat.WireType.StartGroup)
        {
            Fill(part, input, WireFormat.MakeTag(WireFormat.GetTagFieldNumber(tag), WireFormat.WireType.EndGroup), level + 1);
        }
        else
        {
            Fill(part, new CodedInputStream(input.ReadBytes().ToByteArray()), 0, level + 1);
        }

        if (field.IsMap)
        {
            var (key, value) = (field.MessageType.FindFieldByNumber(1), field.MessageType.FindFieldByNumber(2));
            message.MapOf(field)[part.Get(key) ?? Scalars.Default(key)] = part.Get(value) ?? (Scalars.IsMessage(value) ? new DynamicMessage(value.MessageType) : Scalars.Default(value));
        }
        else
        {
            Put(message, field, part);
        }

        return true;
    }

    private static void Put(DynamicMessage message, FieldDescriptor field, object value)
    {
        if (field.IsRepeated)
        {
            message.Add(field, value);
        }
        else
        {
            message.Set(field, value);
        }
    }
}
