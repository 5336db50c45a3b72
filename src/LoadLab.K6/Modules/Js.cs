using Jint;
using Jint.Native;
using Jint.Native.Json;
using Jint.Native.Object;
using Jint.Runtime;
using Jint.Runtime.Descriptors;
using Jint.Runtime.Interop;

namespace LoadLab.K6.Modules;

/// <summary>
/// Makes and reads values of a script. Nothing of .NET is ever handed over as an object: only functions, texts, numbers and objects of the script's own kind.
/// </summary>
internal static class Js
{
    /// <summary>A function of the host. What it cannot do with its arguments is an error that the script can catch.</summary>
    public static ClrFunction Function(JsEngine engine, string name, Func<JsValue, JsValue[], JsValue> call) => new(engine, name, (self, arguments) =>
    {
        try
        {
            return call(self, arguments);
        }
        catch (Exception fault) when (fault is ArgumentException or InvalidCastException or FormatException or OverflowException)
        {
            throw TypeError(engine, $"{name}() cannot do this with its arguments: {fault.Message}");
        }
    }, 0, PropertyFlag.Configurable);

    /// <summary>A function that does not ask for its <c>this</c>.</summary>
    public static ClrFunction Function(JsEngine engine, string name, Func<JsValue[], JsValue> call) => Function(engine, name, (_, arguments) => call(arguments));

    /// <summary>Puts a function onto an object.</summary>
    public static void Add(ObjectInstance target, string name, Func<JsValue[], JsValue> call) => target.FastSetDataProperty(name, Function(target.Engine, name, call));

    /// <summary>Puts a method onto an object.</summary>
    public static void AddMethod(ObjectInstance target, string name, Func<JsValue, JsValue[], JsValue> call) => target.FastSetDataProperty(name, Function(target.Engine, name, call));

    /// <summary>Puts a computed property onto an object.</summary>
    public static void AddGetter(ObjectInstance target, string name, Func<JsValue, JsValue> get) => target.FastSetProperty(
        name, new GetSetPropertyDescriptor(Function(target.Engine, name, (self, _) => get(self)), JsValue.Undefined, enumerable: true, configurable: true));

    public static JsValue At(this JsValue[] arguments, int index) => index < arguments.Length ? arguments[index] : JsValue.Undefined;

    /// <summary>An error that the script can catch.</summary>
    public static JavaScriptException Error(JsEngine engine, string message) => new(engine.Intrinsics.Error, message);

    /// <summary>The same for a wrong argument.</summary>
    public static JavaScriptException TypeError(JsEngine engine, string message) => new(engine.Intrinsics.TypeError, message);

    public static bool IsMissing(this JsValue value) => value.IsUndefined() || value.IsNull();

    /// <summary>True for an async function, whose answer is always a promise and so always true.</summary>
    public static bool IsAsync(JsValue value) => value is ObjectInstance function && function.IsCallable()
        && function.Get(Jint.Native.Symbol.GlobalSymbolRegistry.ToStringTag) is { } tag && tag.IsString() && tag.AsString().StartsWith("Async", StringComparison.Ordinal);

    public static double Number(JsValue value) => value.IsNumber() ? value.AsNumber() : TypeConverter.ToNumber(value);

    public static bool IsTrue(JsValue value) => TypeConverter.ToBoolean(value);

    public static string Text(JsValue value) => TypeConverter.ToString(value);

    /// <summary>The enumerable properties of an object, in their order.</summary>
    public static IEnumerable<KeyValuePair<string, JsValue>> Properties(JsValue value)
    {
        if (value is not ObjectInstance instance)
        {
            yield break;
        }

        foreach (var key in instance.GetOwnPropertyKeys(Types.String))
        {
            if (instance.GetOwnProperty(key) is { Enumerable: true })
            {
                yield return new KeyValuePair<string, JsValue>(key.ToString(), instance.Get(key));
            }
        }
    }

    /// <summary>Tags: a text, a number or a boolean each, as k6 takes them.</summary>
    /// <exception cref="JavaScriptException">One of them is something else.</exception>
    public static Dictionary<string, string> Tags(JsEngine engine, JsValue value)
    {
        var tags = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, tag) in Properties(value))
        {
            tags[key] = tag.IsString() || tag.IsNumber() || tag.IsBoolean() ? Text(tag)
                : throw Error(engine, $"invalid value for metric tag '{key}': only String, Boolean and Number types are accepted as metric tag values");
        }

        return tags;
    }

    /// <summary>A text or binary data as bytes.</summary>
    /// <exception cref="JavaScriptException">It is neither.</exception>
    public static byte[] Data(JsEngine engine, JsValue value) => value.IsString() || IsBinary(value) ? Bytes(value)
        : throw Error(engine, $"invalid type {(value.IsMissing() ? "<nil>" : value.Type.ToString())}, expected a string, an ArrayBuffer or a view of one");

    /// <summary>A map of texts; what is missing is left out.</summary>
    public static Dictionary<string, string> Texts(JsValue value)
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, one) in Properties(value))
        {
            if (!one.IsMissing())
            {
                texts[key] = Text(one);
            }
        }

        return texts;
    }

    public static JsValue Parse(JsEngine engine, string json) => new JsonParser(engine).Parse(json);

    public static string? Json(JsEngine engine, JsValue value) => new JsonSerializer(engine).Serialize(value) is { } text && text.IsString() ? text.AsString() : null;

    /// <summary>True for an ArrayBuffer and its views.</summary>
    public static bool IsBinary(JsValue value) => value.IsArrayBuffer() || value.IsDataView() || value is JsTypedArray;

    /// <summary>Bytes of a text, of an ArrayBuffer, of a view of one, or of an array of numbers.</summary>
    public static byte[] Bytes(JsValue value)
    {
        if (value.IsArrayBuffer())
        {
            return value.AsArrayBuffer() ?? [];
        }

        if (value.IsDataView() || value is JsTypedArray)
        {
            var view = (ObjectInstance)value;
            var (start, length) = ((int)Number(view.Get("byteOffset")), (int)Number(view.Get("byteLength")));
            return (view.Get("buffer").AsArrayBuffer() ?? []).AsSpan(start, length).ToArray();
        }

        return value.IsArray() ? [.. Properties(value).Select(item => (byte)(long)Number(item.Value))] : System.Text.Encoding.UTF8.GetBytes(Text(value));
    }

    public static JsValue Buffer(JsEngine engine, ReadOnlySpan<byte> bytes)
    {
        var buffer = engine.Intrinsics.ArrayBuffer.Construct((ulong)bytes.Length);
        bytes.CopyTo(buffer.AsArrayBuffer());
        return buffer;
    }
}
