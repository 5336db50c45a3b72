using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace LoadLab.Monitoring.Healing;

/// <summary>An answer in words.</summary>
internal static class JsonReply
{
    /// <summary>Sends it.</summary>
    public static async Task SendAsync(HttpListenerContext context, int status, string words)
    {
        try
        {
            var response = context.Response;
            response.StatusCode = status;
            response.ContentType = "application/json";
            response.KeepAlive = status < 400;
            var body = Encoding.UTF8.GetBytes(new JsonObject { ["status"] = status, ["says"] = words }.ToJsonString() + "\n");
            response.ContentLength64 = body.Length;
            await response.OutputStream.WriteAsync(body).ConfigureAwait(false);
            response.Close();
        }
        catch (Exception fault) when (fault is HttpListenerException or IOException or ObjectDisposedException)
        {
            // Whoever asked has gone.
        }
    }
}
