using LoadLab.K6.State;

namespace LoadLab.K6.Requests;

/// <summary>Sends several requests side by side, within the limits of the script's options <c>batch</c> and <c>batchPerHost</c>.</summary>
internal static class BatchSender
{
    public static async Task<HttpResult[]> SendAsync(UserState user, IReadOnlyList<HttpCall> calls)
    {
        var options = user.Test.Requests;
        using var all = new SemaphoreSlim(Math.Max(1, options.Batch));
        var hosts = calls.Select(HostOf).Distinct(StringComparer.OrdinalIgnoreCase)
            .ToDictionary(host => host, _ => new SemaphoreSlim(options.BatchPerHost > 0 ? options.BatchPerHost : int.MaxValue), StringComparer.OrdinalIgnoreCase);
        try
        {
            return await Task.WhenAll(calls.Select(call => OneAsync(user, call, all, hosts[HostOf(call)]))).ConfigureAwait(false);
        }
        finally
        {
            foreach (var host in hosts.Values)
            {
                host.Dispose();
            }
        }
    }

    private static string HostOf(HttpCall call) => call.Url.IsAbsoluteUri ? call.Url.Authority : "";

    private static async Task<HttpResult> OneAsync(UserState user, HttpCall call, SemaphoreSlim all, SemaphoreSlim host)
    {
        await all.WaitAsync(user.Token).ConfigureAwait(false);
        try
        {
            await host.WaitAsync(user.Token).ConfigureAwait(false);
            try
            {
                return await HttpSender.SendAsync(user, call).ConfigureAwait(false);
            }
            finally
            {
                host.Release();
            }
        }
        finally
        {
            all.Release();
        }
    }
}
