using System.Globalization;
using System.Text.Json;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace LoadLab.K6.Messages;

/// <summary>Numbers, texts and their like from JSON. Integers may be texts; floats may be <c>"NaN"</c> and infinite; bytes are Base64, of either alphabet.</summary>
internal static class JsonScalars
{
    /// <exception cref="MessageFaultException">It is none.</exception>
    public static object Read(FieldDescriptor field, JsonElement json) => field.FieldType switch
    {
        FieldType.Double => Float(json, double.MaxValue),
        FieldType.Float => (float)Float(json, float.MaxValue),
        FieldType.Int64 or FieldType.SInt64 or FieldType.SFixed64 => (long)Integer(json, long.MinValue, long.MaxValue),
        FieldType.UInt64 or FieldType.Fixed64 => (ulong)Integer(json, 0, ulong.MaxValue),
        FieldType.UInt32 or FieldType.Fixed32 => (uint)Integer(json, 0, uint.MaxValue),
        FieldType.Bool => json.ValueKind is JsonValueKind.True or JsonValueKind.False ? json.GetBoolean() : throw No(json, "true or false"),
        FieldType.String => Text(json, "a text"),
        FieldType.Bytes => Bytes(json),
        FieldType.Enum => Enum(field.EnumType, json),
        _ => (int)Integer(json, int.MinValue, int.MaxValue),
    };

    /// <summary>A key of a map, which JSON has as a text.</summary>
    public static object ReadKey(FieldDescriptor field, string text) => field.FieldType switch
    {
        FieldType.String => text,
        FieldType.Bool => text switch { "true" => true, "false" => false, _ => throw new MessageFaultException("true or false is needed as a key") },
        FieldType.Int64 or FieldType.SInt64 or FieldType.SFixed64 => (long)Integer(text, long.MinValue, long.MaxValue),
        FieldType.UInt64 or FieldType.Fixed64 => (ulong)Integer(text, 0, ulong.MaxValue),
        FieldType.UInt32 or FieldType.Fixed32 => (uint)Integer(text, 0, uint.MaxValue),
        _ => (int)Integer(text, int.MinValue, int.MaxValue),
    };

    private static decimal Integer(JsonElement json, decimal least, decimal most) => json.ValueKind switch
    {
        JsonValueKind.Number => Integer(json.GetRawText(), least, most),
        JsonValueKind.String => Integer(json.GetString()!, least, most),
        _ => throw No(json, "a whole number"),
    };

    private static decimal Integer(string text, decimal least, decimal most) =>
        decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var number)
            && decimal.Truncate(number) == number && number >= least && number <= most
            ? number
            : throw new MessageFaultException(FormattableString.Invariant($"'{Cut(text)}' is no whole number from {least} to {most}"));

    private static double Float(JsonElement json, double most)
    {
        var text = json.ValueKind switch { JsonValueKind.Number => json.GetRawText(), JsonValueKind.String => json.GetString()!, _ => throw No(json, "a number") };
        return text switch
        {
            "NaN" => double.NaN,
            "Infinity" => double.PositiveInfinity,
            "-Infinity" => double.NegativeInfinity,
            _ => double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var number) && Math.Abs(number) <= most
                ? number
                : throw No(json, FormattableString.Invariant($"a number of at most {most:R}")),
        };
    }

    private static int Enum(EnumDescriptor type, JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Null => 0,
        JsonValueKind.Number => (int)Integer(json, int.MinValue, int.MaxValue),
        _ => type.FindValueByName(Text(json, $"a name of {type.FullName}"))?.Number ?? throw No(json, $"one of {string.Join(", ", type.Values.Take(20).Select(value => value.Name))}"),
    };

    private static string Text(JsonElement json, string needed) => json.ValueKind == JsonValueKind.String ? json.GetString()! : throw No(json, needed);

    private static ByteString Bytes(JsonElement json)
    {
        var text = Text(json, "Base64").Replace('-', '+').Replace('_', '/').TrimEnd('=');
        try
        {
            return ByteString.CopyFrom(Convert.FromBase64String(text.PadRight((text.Length + 3) / 4 * 4, '=')));
        }
        catch (FormatException)
        {
            throw No(json, "Base64");
        }
    }

    private static MessageFaultException No(JsonElement json, string needed) => new($"{WellKnown.Shown(json)} is not {needed}");

    private static string Cut(string text) => text.Length > 60 ? text[..60] + "…" : text;
}
