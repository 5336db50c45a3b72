using System.Text;
using Jint.Native;
using Jint.Native.Object;

namespace LoadLab.K6.Modules;

/// <summary><c>http.file(data, filename, contentType)</c>, and multipart bodies with files.</summary>
internal static class FormFile
{
    private const string Mark = "__file";

    public static JsValue Create(JsEngine engine, JsValue[] arguments)
    {
        var file = new JsObject(engine);
        file.FastSetDataProperty("data", arguments.At(0));
        file.FastSetDataProperty("filename", arguments.At(1).IsMissing() ? JsString.Create("file") : JsString.Create(Js.Text(arguments.At(1))));
        file.FastSetDataProperty("content_type", arguments.At(2).IsMissing() ? JsString.Create("application/octet-stream") : JsString.Create(Js.Text(arguments.At(2))));
        file.FastSetProperty(Mark, new Jint.Runtime.Descriptors.PropertyDescriptor(JsBoolean.True, writable: false, enumerable: false, configurable: false));
        return file;
    }

    public static bool Is(JsValue value) => value is ObjectInstance instance && instance.HasOwnProperty(Mark);

    public static (byte[] Content, string Type) Multipart(IReadOnlyList<KeyValuePair<string, JsValue>> fields, Func<JsValue, string> text)
    {
        const string Boundary = "----loadlab-7d2f4a90c1b3e865";
        using var all = new MemoryStream();
        foreach (var (name, value) in fields)
        {
            var file = Is(value) ? (ObjectInstance)value : null;
            var head = file is null
                ? $"--{Boundary}\r\nContent-Disposition: form-data; name=\"{Quoted(name)}\"\r\n\r\n"
                : $"--{Boundary}\r\nContent-Disposition: form-data; name=\"{Quoted(name)}\"; filename=\"{Quoted(Js.Text(file.Get("filename")))}\"\r\nContent-Type: {Js.Text(file.Get("content_type"))}\r\n\r\n";
            all.Write(Encoding.UTF8.GetBytes(head));
            all.Write(Js.Bytes(file?.Get("data") ?? JsString.Create(text(value))));
            all.Write("\r\n"u8);
        }

        all.Write(Encoding.UTF8.GetBytes($"--{Boundary}--\r\n"));
        return (all.ToArray(), $"multipart/form-data; boundary={Boundary}");
    }

    private static string Quoted(string text) => text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\r", "", StringComparison.Ordinal).Replace("\n", "", StringComparison.Ordinal);
}
