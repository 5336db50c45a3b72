using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using LoadLab.Tests.K6.Messages.Generated;

namespace LoadLab.Tests.K6.Messages;

/// <summary>Messages of Google's generated type with random values, among them the ends of each range.</summary>
internal sealed class RandomMessage(Random random)
{
    private static readonly string[] s_texts = ["", "a", "\"quoted\"\n\\", "Grüße", "日本", "\ud83d\ude00", "\u2028</script>", "null", "0", new string('x', 300)];

    public Every Every(int levels = 2)
    {
        var message = new Every();
        foreach (var field in Generated.Every.Descriptor.Fields.InDeclarationOrder())
        {
            if (random.Next(3) == 0 || (field.Name == "inner" && levels == 0))
            {
                continue;
            }

            if (field.IsMap)
            {
                var map = (System.Collections.IDictionary)field.Accessor.GetValue(message);
                for (var i = random.Next(4); i > 0; i--)
                {
                    map[Value(field.MessageType.FindFieldByNumber(1), levels)] = Value(field.MessageType.FindFieldByNumber(2), levels);
                }
            }
            else if (field.IsRepeated)
            {
                var list = (System.Collections.IList)field.Accessor.GetValue(message);
                for (var i = random.Next(4); i > 0; i--)
                {
                    list.Add(Value(field, levels));
                }
            }
            else
            {
                field.Accessor.SetValue(message, Value(field, levels));
            }
        }

        return message;
    }

    private object Value(FieldDescriptor field, int levels) => field.FieldType switch
    {
        FieldType.Double => Pick(0d, 1.5, -1e300, double.MaxValue, double.Epsilon, double.NaN, double.PositiveInfinity, double.NegativeInfinity, random.NextDouble()),
        FieldType.Float => Pick(0f, 1.1f, -3.4e38f, float.Epsilon, float.NaN, float.PositiveInfinity, random.NextSingle()),
        FieldType.Int32 or FieldType.SInt32 or FieldType.SFixed32 => Pick(0, 1, -1, int.MinValue, int.MaxValue, random.Next()),
        FieldType.Int64 or FieldType.SInt64 or FieldType.SFixed64 => Pick(0L, 1L, -1L, long.MinValue, long.MaxValue, random.NextInt64()),
        FieldType.UInt32 or FieldType.Fixed32 => Pick(0u, 1u, uint.MaxValue),
        FieldType.UInt64 or FieldType.Fixed64 => Pick(0ul, 1ul, ulong.MaxValue),
        FieldType.Bool => random.Next(2) == 0,
        FieldType.String => Pick(s_texts),
        FieldType.Bytes => Bytes(),
        FieldType.Enum => Pick(Colour.None, Colour.Red, Colour.Blue, Colour.Below, (Colour)77),
        _ => Message(field.MessageType, levels),
    };

    private object Message(MessageDescriptor type, int levels) => type.Name switch
    {
        "Every" => Every(levels - 1),
        "Part" => Part(levels),
        "Timestamp" => Pick(new Timestamp(), new Timestamp { Seconds = -62135596800 }, new Timestamp { Seconds = 253402300799, Nanos = 999_999_999 }, new Timestamp { Seconds = 1_700_000_000, Nanos = 120_000_000 }),
        "Duration" => Pick(new Duration(), new Duration { Seconds = -1, Nanos = -500_000_000 }, new Duration { Seconds = 315_576_000_000 }, new Duration { Nanos = 1 }),
        "Int64Value" => (long?)Pick(0L, long.MinValue, 7L),
        "StringValue" => Pick(s_texts),
        "BoolValue" => (bool?)(random.Next(2) == 0),
        "BytesValue" => Bytes(),
        "Struct" => new Struct { Fields = { ["a"] = Free(2), ["b"] = Free(2) } },
        "Value" => Free(2),
        "ListValue" => new ListValue { Values = { Free(1), Free(1) } },
        "FieldMask" => Pick(new FieldMask(), new FieldMask { Paths = { "a_text", "part.name" } }),
        "Empty" => new Empty(),
        "Any" => Pick(Any.Pack(Part(1)), Any.Pack(new Duration { Seconds = 3 })),
        _ => throw new System.Diagnostics.UnreachableException(type.Name),
    };

    private Part Part(int levels)
    {
        var part = new Part { Id = random.Next(3), Name = Pick(s_texts) };
        if (levels > 0 && random.Next(2) == 0)
        {
            part.Parts["x"] = Part(levels - 1);
        }

        return part;
    }

    private Value Free(int levels) => random.Next(levels == 0 ? 4 : 6) switch
    {
        0 => Google.Protobuf.WellKnownTypes.Value.ForNull(),
        1 => Google.Protobuf.WellKnownTypes.Value.ForNumber(Pick(0, 1.5, -2e20)),
        2 => Google.Protobuf.WellKnownTypes.Value.ForString(Pick(s_texts)),
        3 => Google.Protobuf.WellKnownTypes.Value.ForBool(random.Next(2) == 0),
        4 => Google.Protobuf.WellKnownTypes.Value.ForList(Free(levels - 1), Free(levels - 1)),
        _ => Google.Protobuf.WellKnownTypes.Value.ForStruct(new Struct { Fields = { ["k"] = Free(levels - 1) } }),
    };

    private ByteString Bytes()
    {
        var bytes = new byte[random.Next(6)];
        random.NextBytes(bytes);
        return ByteString.CopyFrom(bytes);
    }

    private T Pick<T>(params T[] values) => values[random.Next(values.Length)];
}
