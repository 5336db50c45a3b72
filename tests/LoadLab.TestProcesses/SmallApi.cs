using System.Net;
using System.Runtime.InteropServices;

namespace LoadLab.TestProcesses;

/// <summary>An HTTP server that answers like an API that is ready: enough to be started, awaited, signalled and killed.</summary>
internal static class SmallApi
{
    public static async Task<int> RunAsync(string url, bool stubborn = false)
    {
        using var listener = new HttpListener();
        listener.Prefixes.Add(url.TrimEnd('/') + "/");
        listener.Start();
        using var term = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
        {
            context.Cancel = true;
            if (!stubborn)
                listener.Stop();
        });
        try
        {
            while (true)
            {
                var context = await listener.GetContextAsync();
                context.Response.StatusCode = context.Request.Url!.AbsolutePath == "/health/ready" ? 200 : 404;
                context.Response.Close();
            }
        }
        catch (Exception stopped) when (stopped is HttpListenerException or ObjectDisposedException or InvalidOperationException)
        {
            return 0;
        }
    }

    public static int Break()
    {
        Console.Error.WriteLine("Lms:Pool:Size: 0 is below 1.");
        return 104;
    }
}
