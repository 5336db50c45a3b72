using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Jint;
using Jint.Native;
using LoadLab.K6.Calls;

namespace LoadLab.K6.Modules.Grpc;

/// <summary>Reads the params of <c>client.connect</c>.</summary>
internal static class ConnectReader
{
    public static GrpcConnectOptions Read(JsEngine engine, JsValue parameters)
    {
        var options = new GrpcConnectOptions();
        foreach (var (key, value) in Js.Properties(parameters))
        {
            options = key switch
            {
                "plaintext" => options with { IsPlain = Flag(engine, key, value) },
                "reflect" => options with { Reflects = Flag(engine, key, value) },
                "reflectMetadata" => options with { ReflectionMetadata = MetadataReader.Read(engine, value) },
                "timeout" => options with { Timeout = CallReader.Time(engine, value) },
                "maxReceiveSize" => options with { MostReceived = Size(engine, key, value) },
                "maxSendSize" => options with { MostSent = Size(engine, key, value) },
                "authority" => options with { Authority = Js.Text(value) is { Length: > 0 } text ? text : null },
                "tls" => Tls(engine, options, value),
                _ => throw Js.Error(engine, $"unknown connect param: \"{key}\". There are plaintext, reflect, reflectMetadata, timeout, maxReceiveSize, maxSendSize, authority and tls."),
            };
        }

        return options;
    }

    private static bool Flag(JsEngine engine, string key, JsValue value) => value.IsBoolean() ? value.AsBoolean() : throw Js.Error(engine, $"invalid {key} value: '{Js.Text(value)}', it needs to be boolean");

    /// <summary>0 is k6's word for what gRPC itself has.</summary>
    private static int? Size(JsEngine engine, string key, JsValue value) => value.IsNumber() && value.AsNumber() is >= 0 and <= int.MaxValue and var bytes && Math.Truncate(bytes) == bytes
        ? bytes == 0 ? null : (int)bytes
        : throw Js.Error(engine, $"invalid {key} value: '{Js.Text(value)}', it needs to be a whole number of bytes from 0 to 2147483647");

    private static GrpcConnectOptions Tls(JsEngine engine, GrpcConnectOptions options, JsValue value)
    {
        var texts = Js.Properties(value).Where(part => part.Key != "cacerts").ToDictionary(part => part.Key, part => Js.Text(part.Value), StringComparer.Ordinal);
        var authorities = Js.Properties(value).Where(part => part.Key == "cacerts").SelectMany(part => part.Value.IsArray() ? Js.Properties(part.Value).Select(one => Js.Text(one.Value)) : [Js.Text(part.Value)]).ToList();
        try
        {
            foreach (var pem in authorities)
            {
                options.Authorities.ImportFromPem(pem);
            }

            return texts.TryGetValue("cert", out var certificate) && texts.TryGetValue("key", out var key)
                ? options with { Certificate = Own(certificate, key, texts.GetValueOrDefault("password")) }
                : options;
        }
        catch (CryptographicException fault)
        {
            throw Js.Error(engine, $"invalid tls value: expected are cert, key, password and cacerts in PEM form: {fault.Message}");
        }
    }

    private static X509Certificate2 Own(string certificate, string key, string? password)
    {
        using var read = string.IsNullOrEmpty(password) ? X509Certificate2.CreateFromPem(certificate, key) : X509Certificate2.CreateFromEncryptedPem(certificate, key, password);
        return X509CertificateLoader.LoadPkcs12(read.Export(X509ContentType.Pkcs12), null);
    }
}
