using System.Net.Http;
using System.Net.Sockets;
using LoadLab.Core.Text;
using LoadLab.Core.Tls;
using LoadLab.Sdk.Hosting;

namespace LoadLab.Core.Running;

/// <summary>Finds out whether the target answers at all, before load is spent on it.</summary>
public static class TargetCheck
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    /// <summary>Any HTTP answer counts, also 404: what is checked is that something speaks HTTP there.</summary>
    /// <exception cref="LoadLabException">Nothing does (104).</exception>
    public static async Task CheckAsync(Uri address, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(address);
        using var client = new HttpClient { Timeout = Limit };
        try
        {
            using var answer = await client.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested && fault is HttpRequestException or SocketException or OperationCanceledException or IOException)
        {
            var tls = fault is OperationCanceledException ? null : await TlsDiagnosis.FindAsync(address, cancellationToken).ConfigureAwait(false);
            throw new LoadLabException(
                ExitCode.BadConfiguration,
                $"The target {SecretText.Address(address)} cannot be reached ({(tls is null ? FailureClassifier.Classify(fault).ToString().ToLowerInvariant() : "TLS")}): {tls?.Message ?? fault.Message}",
                tls is { Advice.Length: > 0 } ? $"{tls.Advice} No load was sent." : "See that it runs and that the address is right. No load was sent.",
                fault);
        }
    }
}
