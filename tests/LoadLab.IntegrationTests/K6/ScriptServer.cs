using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using LoadLab.IntegrationTests.Engine;
using Microsoft.AspNetCore.Http;

namespace LoadLab.IntegrationTests.K6;

/// <summary>A server for what scripts do with requests: authentication, cookies, compression, pages.</summary>
internal static class ScriptServer
{
    private const string Nonce = "dcd98b7102dd2f0e8b11d0f600bfb0c0";

    public static Task<StubServer> StartAsync() => StubServer.StartAsync(AnswerAsync);

    private static async Task AnswerAsync(HttpContext context)
    {
        var (request, response) = (context.Request, context.Response);
        switch (request.Path.Value)
        {
            case "/basic":
                await response.WriteAsync(request.Headers.Authorization.ToString());
                break;
            case "/digest":
                await DigestAsync(context);
                break;
            case "/cookies":
                await response.WriteAsync(request.Headers.Cookie.ToString());
                break;
            case "/set":
                response.Headers.Append("Set-Cookie", request.Query["c"].ToString());
                response.Headers.Append("Set-Cookie", "second=2; Path=/; HttpOnly");
                break;
            case "/inflate":
                await response.WriteAsync(request.Headers.ContentEncoding + "|" + await InflateAsync(request));
                break;
            case "/packed":
                response.Headers.ContentEncoding = request.Query["e"].ToString();
                await response.Body.WriteAsync(Packed(request.Query["e"].ToString()));
                break;
            case "/broken":
                response.Headers.ContentEncoding = "gzip";
                await response.WriteAsync("this is no gzip");
                break;
            case "/page":
                await response.WriteAsync("<html><body><h1>Shop</h1><a href='/page2?x=1'>more</a><form action='/form' method='post'><input name='csrf' value='t1'><input name='q' value='old'><input type='submit' name='go' value='Go'></form><form id='search' action='/form'><input name='q' value='a b'></form></body></html>");
                break;
            case "/form":
                using (var reader = new StreamReader(request.Body))
                {
                    await response.WriteAsync($"{request.Method}|{request.QueryString}|{await reader.ReadToEndAsync()}");
                }

                break;
            case "/page2":
                await response.WriteAsync("page 2" + request.QueryString);
                break;
            case "/drop":
                context.Abort();
                break;
            case "/wait":
                await Task.Delay(TimeSpan.FromMilliseconds(120));
                await response.WriteAsync("waited");
                break;
            case "/away":
                response.Redirect($"http://localhost:{request.Host.Port}/seen");
                break;
            case "/loop":
                response.Redirect("/loop");
                break;
            case "/moved":
                response.StatusCode = 307;
                response.Headers.Location = "/form?moved";
                break;
            case "/seen":
                await response.WriteAsync($"[{request.Headers.Authorization}][{request.Headers["X-Own"]}]");
                break;
            case "/bytes":
                await response.Body.WriteAsync((byte[])[0, 255, 128, 7]);
                break;
            default:
                response.StatusCode = 404;
                break;
        }
    }

    private static async Task DigestAsync(HttpContext context)
    {
        var header = context.Request.Headers.Authorization.ToString();
        string Part(string name) => header.Split(name + "=").ElementAtOrDefault(1)?.Split(',')[0].Trim().Trim('"') ?? "";
        var first = Md5("ada:realm of ours:s3cret");
        var second = Md5($"{context.Request.Method}:{context.Request.Path}{context.Request.QueryString}");
        if (header.StartsWith("Digest ", StringComparison.Ordinal) && Part("response") == Md5($"{first}:{Nonce}:{Part("nc")}:{Part("cnonce")}:auth:{second}"))
        {
            await context.Response.WriteAsync("in");
            return;
        }

        context.Response.StatusCode = 401;
        context.Response.Headers.WWWAuthenticate = $"Digest realm=\"realm of ours\", qop=\"auth,auth-int\", nonce=\"{Nonce}\", opaque=\"5ccc069c\"";
    }

#pragma warning disable CA5351 // What digest authentication asks for.
    private static string Md5(string text) => Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(text)));
#pragma warning restore CA5351

    private static async Task<string> InflateAsync(HttpRequest request)
    {
        var body = new MemoryStream();
        await request.Body.CopyToAsync(body);
        foreach (var encoding in request.Headers.ContentEncoding.ToString().Split(',', StringSplitOptions.TrimEntries).Reverse())
        {
            body.Position = 0;
            var plain = new MemoryStream();
            await using Stream unpacker = encoding switch
            {
                "gzip" => new GZipStream(body, CompressionMode.Decompress),
                "deflate" => new ZLibStream(body, CompressionMode.Decompress),
                "br" => new BrotliStream(body, CompressionMode.Decompress),
                _ => new ZstdSharp.DecompressionStream(body),
            };
            await unpacker.CopyToAsync(plain);
            body = plain;
        }

        return Encoding.UTF8.GetString(body.ToArray());
    }

    private static byte[] Packed(string encoding)
    {
        using var packed = new MemoryStream();
        using (Stream packer = encoding switch
        {
            "gzip" => new GZipStream(packed, CompressionMode.Compress),
            "deflate" => new ZLibStream(packed, CompressionMode.Compress),
            "br" => new BrotliStream(packed, CompressionMode.Compress),
            _ => new ZstdSharp.CompressionStream(packed),
        })
        {
            packer.Write("unpacked"u8);
        }

        return packed.ToArray();
    }
}
